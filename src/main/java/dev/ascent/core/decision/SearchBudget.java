package dev.ascent.core.decision;

import dev.ascent.core.algorithm.Algorithm;
import dev.ascent.core.budget.Cost;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.task.BudgetSettings;
import dev.ascent.core.task.Caps;
import dev.ascent.core.task.TaskDefinition;
import java.util.function.Function;

/** Splits what a task may spend among search, selection, validation and watch. */
final class SearchBudget {
  /** Of a bounded search's budget, what its selection may take at most. */
  private static final double SELECTION_SHARE = 0.3;

  /** Of a bounded search's budget, what its validation may take at most. */
  private static final double VALIDATION_SHARE = 0.2;

  /**
   * Of a stream's caps, what is kept for its tests and its watch, as a search spends all it may.
   */
  private static final double WATCH_SHARE = 0.1;

  /** Of the same, what the watch leaves to the tests. */
  private static final double TESTS_SHARE = 0.05;

  private final Pool pool;
  private final Algorithm algorithm;
  private final long day;

  SearchBudget(Pool pool, Algorithm algorithm, long day) {
    this.pool = pool;
    this.algorithm = algorithm;
    this.day = day;
  }

  private Cost left() {
    return pool.ledger().left(pool.definition().budget(), day);
  }

  Cost leftForSteps() {
    return leftBut(pool, day, caps -> keptForWatch(pool.definition(), caps))
        .minus(reserve(SELECTION_SHARE, selectionRollouts()))
        .minus(validationReserve());
  }

  /** What live rollouts of a stream may take. */
  static Cost leftForWatch(Pool pool, long day) {
    return leftBut(pool, day, caps -> share(TESTS_SHARE, caps, Long.MAX_VALUE));
  }

  /** What is left of each kind of cap by itself, less what is kept of it. */
  private static Cost leftBut(Pool pool, long day, Function<Caps, Cost> kept) {
    BudgetSettings caps = pool.definition().budget();
    Cost inAll = pool.ledger().left(new BudgetSettings(caps.total(), Caps.NONE), day);
    Cost today = pool.ledger().left(new BudgetSettings(Caps.NONE, caps.perDay()), day);
    return inAll.minus(kept.apply(caps.total())).least(today.minus(kept.apply(caps.perDay())));
  }

  /** What a stream's steps leave of caps. */
  static Cost keptForWatch(TaskDefinition definition, Caps caps) {
    return definition.isBounded() || definition.promotion().liveShare() == 0
        ? Cost.NONE
        : share(WATCH_SHARE, caps, Long.MAX_VALUE);
  }

  Cost leftForSelection() {
    return left().minus(validationReserve());
  }

  private Cost validationReserve() {
    TaskDefinition definition = pool.definition();
    return definition.isBounded()
        ? reserve(VALIDATION_SHARE, 2 * testedExamples(definition) * definition.callsPerRun())
        : Cost.NONE;
  }

  private static long testedExamples(TaskDefinition definition) {
    return (long) definition.dataset().holdout() + definition.promotion().canaries().size();
  }

  private long selectionRollouts() {
    TaskDefinition definition = pool.definition();
    return definition.isBounded()
        ? (long) algorithm.mostFinalists(pool)
            * definition.dataset().training()
            * definition.callsPerRun()
        : 0;
  }

  /**
   * What is kept back for so many rollouts. What they cost in tokens and dollars is not known
   * before, so that the whole share of these is kept where there is any to make.
   */
  private Cost reserve(double share, long wanted) {
    // A bounded search ends on the day on which a daily cap does.
    Caps caps = pool.definition().budget().tightest();
    if (wanted == 0) {
      return Cost.NONE;
    }
    return share(share, caps, wanted);
  }

  private static Cost share(double share, Caps caps, long mostRollouts) {
    return new Cost(
        caps.rollouts() == null ? 0 : Math.min((long) (share * caps.rollouts()), mostRollouts),
        caps.tokens() == null ? 0 : (long) (share * caps.tokens()),
        caps.usd() == null ? 0 : share * caps.usd());
  }
}
