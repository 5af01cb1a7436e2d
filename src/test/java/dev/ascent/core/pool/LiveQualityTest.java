package dev.ascent.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.drift.ScoreLevel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LiveQualityTest {
  private static final Alarm ALARM = new Alarm(0.8, 0.5, 40, List.of("a", "b"));

  @Property
  void theLimitNeverFallsAndIsBelowTheBestThatIsKnown(
      @ForAll @Size(max = 120) List<@DoubleRange(min = 0, max = 1) Double> scores) {
    LiveQuality live = LiveQuality.NONE;
    ScoreLevel level = ScoreLevel.NONE;
    double highest = 0;
    for (double score : scores) {
      double before = live.limit();
      live = live.watched(List.of(score), List.of());
      level = level.after(score);
      highest = Math.max(highest, level.lowerLimit());
      assertThat(live.limit()).isGreaterThanOrEqualTo(before);
      assertThat(live.limit()).isLessThanOrEqualTo(Math.max(0, highest - LiveQuality.SLACK));
      assertThat(live.detector() == null).isEqualTo(live.limit() == 0);
    }
    assertThat(live.batches()).isEqualTo(scores.size());
  }

  @Test
  void nobodyIsHeldToAnythingBeforeEnoughScores() {
    LiveQuality few = good(LiveQuality.LEAST_SCORES - 1);

    assertThat(few.limit()).isZero();
    assertThat(good(LiveQuality.LEAST_SCORES).limit()).isPositive();
  }

  @Test
  void theTestOfANewChampionIsWhereItsLevelBegins() {
    ScoreLevel shown = ScoreLevel.of(Collections.nCopies(60, 1.0));
    LiveQuality live = good(3).ofNew(shown);

    assertThat(live.limit()).isEqualTo(shown.lowerLimit() - LiveQuality.SLACK);
    assertThat(live.recent()).isEmpty();
    assertThat(live.batches()).isEqualTo(1);
  }

  @Test
  void aFallIsNoticedAndALevelThatStaysIsNot() {
    LiveQuality steady = good(300);

    assertThat(steady.watched(mixed(400, 0.98), List.of()).isFallen()).isFalse();
    assertThat(steady.watched(mixed(100, 0.5), List.of()).isFallen()).isTrue();
  }

  @Test
  void withAnAlarmTheLevelIsLearnedAnewAndNoSecondOneIsRaised() {
    LiveQuality fallen = good(300).watched(mixed(100, 0.5), List.of());
    LiveQuality alarmed = fallen.alarmed(ALARM);

    assertThat(alarmed.limit()).isZero();
    assertThat(alarmed.isFallen()).isFalse();
    assertThat(alarmed.recent()).isEqualTo(fallen.recent());
    LiveQuality later = alarmed.watched(mixed(300, 0.5), List.of());
    assertThat(later.limit()).isBetween(0.3, 0.5);
    assertThat(later.watched(mixed(300, 0.0), List.of()).isFallen()).isFalse();
    assertThat(later.calmed().watched(mixed(300, 0.0), List.of()).isFallen()).isTrue();
  }

  @Test
  void aTestThatBeganIsNotOwedAnyMore() {
    LiveQuality alarmed = LiveQuality.NONE.alarmed(ALARM);

    assertThat(alarmed.without("a").alarm().untested()).containsExactly("b");
    assertThat(LiveQuality.NONE.without("a")).isEqualTo(LiveQuality.NONE);
  }

  @Test
  void theLatestScoresAreKept() {
    List<Double> first = Collections.nCopies(LiveQuality.MOST_RECENT, 0.25);
    LiveQuality live = LiveQuality.NONE.watched(first, first).watched(List.of(1.0), List.of(0.0));

    assertThat(live.recent()).hasSize(LiveQuality.MOST_RECENT).endsWith(1.0);
    assertThat(live.logged()).hasSize(LiveQuality.MOST_RECENT).endsWith(0.0);
  }

  private static LiveQuality good(int scores) {
    return LiveQuality.NONE.watched(mixed(scores, 0.98), List.of());
  }

  /** So many scores, of which the share is right, evenly spread. */
  private static List<Double> mixed(int count, double right) {
    List<Double> scores = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      scores.add(Math.floor((i + 1) * right) > Math.floor(i * right) ? 1.0 : 0.0);
    }
    return scores;
  }
}
