package dev.ascent.core.algorithm.ascent;

import dev.ascent.core.algorithm.TrainingComparison;
import dev.ascent.core.pool.PooledProgram;
import java.util.List;

/**
 * What leader and challenger make of the same examples, together with what was expected of them.
 *
 * <p>The challenger's gain has a normal prior around the gain that its lessons promise, as lessons
 * may get into each other's way, and normal errors.
 *
 * @param promised the challenger's gain by the worth of its lessons
 * @param gain its mean gain in pairs
 * @param standardError of that mean if it were 0: from the mean square of the differences, which is
 *     larger than their variance, so that a few equal differences do not look certain
 * @param pairs examples that both ran on
 */
record Duel(double promised, double gain, double standardError, int pairs) {
  /** How far programs deviate from what their lessons promise. */
  private static final double DEVIATION = 0.15;

  /** Keeps a few equal differences from looking certain. */
  private static final double PRIOR_SQUARE = 0.25;

  /** How a duel stands. */
  enum Standing {
    WON,
    LOST,
    OPEN
  }

  /** A gain that lessons promise has to be that large to be more than noise. */
  static final double LEAST_PROMISE = 0.002;

  /** The standard normal quantile of 0.8: so sure one has to be of a gain that nothing promises. */
  private static final double SURE_Z = 0.8416;

  /** That of 0.95: so sure of a gain where lessons promise a loss. */
  private static final double SURE_AGAINST_PROMISE_Z = 1.6449;

  /** That of 0.4: with less, a challenger is not worth more rollouts. */
  private static final double FUTILE_Z = -0.2533;

  private static final int MOST_PAIRS = 48;

  static Duel of(PooledProgram challenger, PooledProgram leader, double promised) {
    List<Double> differences = TrainingComparison.differences(challenger, leader);
    int pairs = differences.size();
    double squares = PRIOR_SQUARE + differences.stream().mapToDouble(d -> d * d).sum();
    double mean = differences.stream().mapToDouble(d -> d).average().orElse(0);
    return new Duel(promised, mean, Math.sqrt(squares) / Math.max(1, pairs), pairs);
  }

  Standing standing() {
    boolean isPromised = promised >= LEAST_PROMISE;
    double z = z();
    if (z >= needed()) {
      return Standing.WON;
    }
    return isPromised || z <= FUTILE_Z || pairs >= MOST_PAIRS ? Standing.LOST : Standing.OPEN;
  }

  private double needed() {
    if (promised >= LEAST_PROMISE) {
      return 0;
    }
    return promised <= -LEAST_PROMISE ? SURE_AGAINST_PROMISE_Z : SURE_Z;
  }

  /** The posterior mean of the gain in units of its standard deviation. */
  private double z() {
    double seen = 1 / (standardError * standardError);
    double before = 1 / (DEVIATION * DEVIATION);
    return (before * promised + seen * gain) / Math.sqrt(before + seen);
  }
}
