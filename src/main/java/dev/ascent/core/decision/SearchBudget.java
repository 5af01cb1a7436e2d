package dev.ascent.core.decision;

import dev.ascent.core.algorithm.Algorithm;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.task.TaskDefinition;

/** Splits what a task may spend among search, selection and validation. */
final class SearchBudget {
  /** Of a bounded search's budget, what its selection may take at most. */
  private static final double SELECTION_SHARE = 0.3;

  /** Of a bounded search's budget, what its validation may take at most. */
  private static final double VALIDATION_SHARE = 0.2;

  private final Pool pool;
  private final Algorithm algorithm;
  private final long day;

  SearchBudget(Pool pool, Algorithm algorithm, long day) {
    this.pool = pool;
    this.algorithm = algorithm;
    this.day = day;
  }

  /** Rollout attempts left in all. */
  long left() {
    return pool.ledger().rolloutsLeft(pool.definition().budget(), day);
  }

  long leftForSteps() {
    return left() - reserve(SELECTION_SHARE, selectionRollouts()) - validationReserve();
  }

  long leftForSelection() {
    return left() - validationReserve();
  }

  private long validationReserve() {
    TaskDefinition definition = pool.definition();
    return definition.isBounded()
        ? reserve(VALIDATION_SHARE, 2L * definition.dataset().holdout())
        : 0;
  }

  private long selectionRollouts() {
    TaskDefinition definition = pool.definition();
    return definition.isBounded()
        ? (long) algorithm.mostFinalists(pool) * definition.dataset().training()
        : 0;
  }

  private long reserve(double share, long wanted) {
    Long cap = pool.definition().budget().total().rollouts();
    return cap == null ? 0 : Math.min((long) (share * cap), wanted);
  }
}
