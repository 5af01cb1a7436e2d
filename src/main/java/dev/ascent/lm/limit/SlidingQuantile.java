package dev.ascent.lm.limit;

import java.util.Arrays;

/** Quantiles of the last values. Not safe to use from several threads. */
public final class SlidingQuantile {
  private final double[] values;
  private int count;

  /**
   * @param size how many of the last values count
   */
  public SlidingQuantile(int size) {
    values = new double[size];
  }

  public void add(double value) {
    values[count % values.length] = value;
    count = count == 2 * values.length - 1 ? values.length : count + 1;
  }

  /** How many values there are, at most the size. */
  public int count() {
    return Math.min(count, values.length);
  }

  /**
   * The smallest value that so many of them do not exceed; infinite when there is none.
   *
   * @param share in (0, 1]
   */
  public double quantile(double share) {
    if (count == 0) {
      return Double.POSITIVE_INFINITY;
    }
    double[] sorted = Arrays.copyOf(values, count());
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(share * sorted.length) - 1];
  }
}
