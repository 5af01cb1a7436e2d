package dev.ascent.cli;

import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A mean with the interval that holds the true one with a confidence of 95%.
 *
 * @param value 0 where there is nothing to take a mean of
 * @param n values
 * @param low lower limit
 * @param high upper limit
 */
record Mean(double value, int n, double low, double high) {
  private static final double TAIL = 0.025;
  private static final double Z = 1.959964;

  /**
   * The mean of scores in [0, 1]. Of scores that are all 0 or 1 the limits are Wilson's (1927),
   * which hold for few values and for shares close to 0 or 1 as well; of others they are Student's.
   */
  static Mean ofScores(List<Double> scores) {
    if (scores.isEmpty()) {
      return new Mean(0, 0, 0, 1);
    }
    boolean binary = scores.stream().allMatch(score -> score == 0 || score == 1);
    Mean mean = binary ? wilson(average(scores), scores.size()) : student(scores);
    return new Mean(mean.value, mean.n, Math.max(0, mean.low), Math.min(1, mean.high));
  }

  /** The mean of paired differences of such scores. */
  static Mean ofDifferences(List<Double> differences) {
    if (differences.isEmpty()) {
      return new Mean(0, 0, -1, 1);
    }
    Mean mean = student(differences);
    return new Mean(mean.value, mean.n, Math.max(-1, mean.low), Math.min(1, mean.high));
  }

  private static Mean wilson(double share, int n) {
    double square = Z * Z;
    double centre = (share + square / (2 * n)) / (1 + square / n);
    double half =
        Z / (1 + square / n) * Math.sqrt(share * (1 - share) / n + square / (4.0 * n * n));
    return new Mean(share, n, centre - half, centre + half);
  }

  private static Mean student(List<Double> values) {
    int n = values.size();
    double mean = average(values);
    if (n == 1) {
      return new Mean(mean, n, -1, 1);
    }
    double squares = values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
    double error = Math.sqrt(squares / (n - 1) / n);
    double half = TDistribution.of(n - 1).inverseSurvivalProbability(TAIL) * error;
    return new Mean(mean, n, mean - half, mean + half);
  }

  private static double average(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }
}
