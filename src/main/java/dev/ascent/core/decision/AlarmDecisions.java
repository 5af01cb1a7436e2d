package dev.ascent.core.decision;

import dev.ascent.core.pool.Alarm;
import dev.ascent.core.pool.Champion;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.LiveQuality;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.promotion.Attempt;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What an alarm about the champion calls for: tests of the programs before it. */
final class AlarmDecisions {
  /** Champions before the present one that are tested, apart from the start. */
  private static final int MOST_PREDECESSORS = 2;

  private final Pool pool;
  private final long day;

  AlarmDecisions(Pool pool, long day) {
    this.pool = pool;
    this.day = day;
  }

  /** The alarm that a pool's live scores call for. */
  static Alarm alarm(Pool pool) {
    LiveQuality live = pool.live();
    double mean = live.recent().stream().mapToDouble(Double::doubleValue).average().orElse(0);
    return new Alarm(live.limit(), mean, live.recent().size(), toTest(pool));
  }

  /** The latest champions before the present one, then the start, as far as they are known. */
  private static List<String> toTest(Pool pool) {
    String present = pool.champion().program();
    List<String> earlier = new ArrayList<>();
    for (Champion champion : pool.champions()) {
      earlier.add(0, champion.program());
    }
    Set<String> distinct = new LinkedHashSet<>(earlier);
    distinct.removeIf(id -> id.equals(present) || id.equals(pool.start()) || !pool.holds(id));
    List<String> tested = new ArrayList<>(distinct.stream().limit(MOST_PREDECESSORS).toList());
    if (!pool.start().equals(present)) {
      tested.add(pool.start());
    }
    return List.copyOf(tested);
  }

  /**
   * The next test that a standing alarm calls for, or its end; nothing as long as it has to wait.
   */
  List<Change> next() {
    Alarm alarm = pool.live().alarm();
    if (alarm == null || pool.attempt() != null || pool.awaiting() != null) {
      return List.of();
    }
    if (alarm.untested().isEmpty()) {
      return List.of(new Change.Calmed());
    }
    AttemptDecisions attempts = new AttemptDecisions(pool, day);
    if (!pool.isActive() || pool.isPinned() || !attempts.mayRetest()) {
      return List.of();
    }
    return attempts.open(
        Attempt.Purpose.RETEST,
        alarm.untested().get(0),
        pool.definition().promotion().alphaPerAttempt());
  }
}
