package dev.ascent.core.algorithm;

import java.util.List;

/**
 * Count, mean and standard error of scores.
 *
 * @param count how many
 * @param mean of them; 0 when there is none
 * @param standardError of the mean, never 0: one pseudo-observation of half a point keeps a few
 *     equal scores from looking certain
 */
record Moments(int count, double mean, double standardError) {
  private static final double PRIOR_SQUARE = 0.25;

  static Moments of(List<Double> scores) {
    int count = scores.size();
    double mean = scores.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    double squares = PRIOR_SQUARE;
    for (double score : scores) {
      squares += (score - mean) * (score - mean);
    }
    return new Moments(count, mean, Math.sqrt(squares / (count + 1) / Math.max(1, count)));
  }
}
