package dev.ascent.core.bucket;

import java.util.Arrays;

/**
 * Percentiles with linear interpolation between the closest ranks, definition 7 of Hyndman and Fan
 * (1996), which is what NumPy computes by default.
 */
public final class Percentile {
  private Percentile() {}

  /**
   * The given percentile of the values.
   *
   * @param values at least one, in any order
   * @param percent in [0, 100]
   */
  public static double of(double[] values, double percent) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values to take a percentile of");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double rank = percent / 100 * (sorted.length - 1);
    int below = (int) Math.floor(rank);
    int above = Math.min(below + 1, sorted.length - 1);
    double share = rank - below;
    // Interpolates from the nearer side, as NumPy does, so that the two agree to the last digit.
    double step = sorted[above] - sorted[below];
    return share < 0.5 ? sorted[below] + step * share : sorted[above] - step * (1 - share);
  }
}
