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
  /** The latest scores that an alarm states the mean of. */
  private static final int STATED_SCORES = 32;

  /** Champions before the present one that are tested, apart from the start. */
  private static final int MOST_PREDECESSORS = 2;

  private final Pool pool;
  private final long day;

  AlarmDecisions(Pool pool, long day) {
    this.pool = pool;
    this.day = day;
  }

  /** The alarm that the pool's live scores call for. */
  Alarm alarm() {
    LiveQuality live = pool.live();
    int all = live.recent().size();
    List<Double> latest = live.recent().subList(Math.max(0, all - STATED_SCORES), all);
    double mean = latest.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    return new Alarm(live.limit(), mean, latest.size(), toTest());
  }

  /** The latest champions before the present one, then the start, as far as they are known. */
  private List<String> toTest() {
    String present = pool.champion().program();
    List<String> earlier = new ArrayList<>();
    for (Champion champion : pool.champions()) {
      earlier.add(0, champion.pooled());
    }
    Set<String> distinct = new LinkedHashSet<>(earlier);
    distinct.removeIf(id -> id.equals(present) || id.equals(pool.start()) || !pool.holds(id));
    List<String> tested = new ArrayList<>(distinct.stream().limit(MOST_PREDECESSORS).toList());
    if (!pool.start().equals(present)) {
      tested.add(pool.start());
    }
    return List.copyOf(tested);
  }

  /** Whether earlier programs are tested for an alarm, or still to be tested. */
  boolean isTesting() {
    return pool.live().alarm() != null && !testable().isEmpty();
  }

  /** What is left to test and may be promoted. */
  private List<String> testable() {
    AttemptDecisions attempts = new AttemptDecisions(pool, day);
    return pool.live().alarm().untested().stream()
        .filter(id -> !pool.isRefused(id, day) && attempts.refusal(id).isEmpty())
        .toList();
  }

  /**
   * The next test that a standing alarm calls for, or its end, once the champion's new level is
   * known; nothing as long as it has to wait.
   */
  List<Change> next() {
    if (pool.live().alarm() == null || pool.attempt() != null || pool.awaiting() != null) {
      return List.of();
    }
    List<String> left = testable();
    if (left.isEmpty()) {
      return pool.live().limit() > 0 ? List.of(new Change.Calmed()) : List.of();
    }
    AttemptDecisions attempts = new AttemptDecisions(pool, day);
    return pool.maySpendKept() && !pool.isPinned() && attempts.mayRetest()
        ? attempts.open(
            Attempt.Purpose.RETEST, left.get(0), pool.definition().promotion().alphaPerAttempt())
        : List.of();
  }
}
