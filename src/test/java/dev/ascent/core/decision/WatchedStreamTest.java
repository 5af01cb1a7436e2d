package dev.ascent.core.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.decision.WatchedStream.Event;
import dev.ascent.core.decision.WatchedStream.Seen;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What watching a champion promises, on simulated streams. */
class WatchedStreamTest {
  private static final int RUNS = 60;

  @Test
  void aChampionThatStaysGoodIsKept() {
    List<Seen> runs = run(Event.NOTHING, 3_000);

    assertThat(runs).noneMatch(Seen::isReplaced);
    assertThat(runs.stream().filter(seen -> seen.alarmAfter() > 0).count())
        .isLessThanOrEqualTo(RUNS / 5);
  }

  @Test
  void inputsThatGetHarderForAllAlarmAndRollNothingBack() {
    List<Seen> runs = run(Event.HARDER_BY_A_THIRD, 1_500);

    assertThat(runs).allMatch(seen -> seen.alarmAfter() > 0);
    assertThat(runs).noneMatch(Seen::isReplaced);
  }

  @Test
  void aChampionThatTurnsBadIsReplaced() {
    List<Seen> runs = run(Event.CHAMPION_AT_A_FIFTH, 1_500);

    assertThat(runs).allMatch(Seen::isReplaced);
    int[] delays = runs.stream().mapToInt(Seen::alarmAfter).sorted().toArray();
    assertThat(delays[RUNS / 2]).isLessThanOrEqualTo(50);
  }

  private static List<Seen> run(Event event, int after) {
    return IntStream.range(0, RUNS)
        .mapToObj(run -> WatchedStream.run(event, 304, after, 1, run))
        .toList();
  }
}
