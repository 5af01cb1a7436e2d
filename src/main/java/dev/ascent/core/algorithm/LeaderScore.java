package dev.ascent.core.algorithm;

import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.PooledProgram;
import java.util.Optional;

/**
 * How good a pool's leader looks on training examples.
 *
 * @param mean of its scores
 * @param examples that it was scored on
 */
public record LeaderScore(double mean, int examples) {

  /** Over all examples that it ran on, or else those it joined with; empty if it never ran. */
  public static Optional<LeaderScore> of(Pool pool) {
    PooledProgram leader = pool.pooled(pool.leader());
    if (!leader.tallies().isEmpty()) {
      return Optional.of(
          new LeaderScore(TrainingComparison.meanOf(leader), leader.tallies().size()));
    }
    return leader.evaluations() == 0
        ? Optional.empty()
        : Optional.of(new LeaderScore(leader.evaluationMean(), leader.evaluations()));
  }
}
