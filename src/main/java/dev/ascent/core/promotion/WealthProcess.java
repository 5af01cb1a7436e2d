package dev.ascent.core.promotion;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The mean wealth of several gamblers who bet fixed shares, a fair game if the mean of the
 * differences is the bound: the e-value against every mean on the bound's other side.
 *
 * <p>It grows by one difference at a time, so that a look after each of n differences costs n steps
 * and not n squared. See {@link BettingEProcess} for what it promises.
 */
final class WealthProcess {
  private static final double[] EVEN_GRID =
      IntStream.rangeClosed(1, 24).mapToDouble(i -> i / 25.0).toArray();

  /**
   * Wealth beyond this, or below its reciprocal, is scaled, as a long list leaves a double's range;
   * a power of two, so that nothing is rounded.
   */
  private static final double SCALE = 0x1p512;

  private static final int SCALE_EXPONENT = 512;

  /** Of the logarithm of wealth for each difference; less of it takes tens of thousands of them. */
  private static final double LEAST_GROWTH = 1e-4;

  private final double bound;
  private final int sign;
  private final double[] shares;

  /** The wealth of gambler i is {@code scaled[i]} times {@code SCALE} to its {@code powers[i]}. */
  private final double[] scaled;

  private final int[] powers;

  /**
   * @param sign 1 to bet that the mean exceeds the bound, -1 to bet that it is below
   * @param grid what each gambler bets, as a fraction of the largest share for which no difference
   *     can ruin a gambler; in (0, 1)
   */
  WealthProcess(double bound, int sign, double[] grid) {
    this.bound = bound;
    this.sign = sign;
    double largest = 1 / (1 + sign * bound);
    this.shares = Arrays.stream(grid).map(fraction -> largest * fraction).toArray();
    this.scaled = new double[grid.length];
    this.powers = new int[grid.length];
    Arrays.fill(scaled, 1);
  }

  /** Bets that the mean of the differences, which lie in [-1, 1], exceeds the bound. */
  static WealthProcess above(double bound) {
    return new WealthProcess(bound, 1, EVEN_GRID);
  }

  /** Bets that the mean of the differences, which lie in [-1, 1], is below the bound. */
  static WealthProcess below(double bound) {
    return new WealthProcess(bound, -1, EVEN_GRID);
  }

  /** What the product's gamblers bet. */
  static double[] evenGrid() {
    return EVEN_GRID.clone();
  }

  void add(double difference) {
    for (int i = 0; i < shares.length; i++) {
      double wealth = scaled[i] * (1 + shares[i] * sign * (difference - bound));
      if (wealth > SCALE) {
        wealth /= SCALE;
        powers[i]++;
      } else if (wealth < 1 / SCALE) {
        wealth *= SCALE;
        powers[i]--;
      }
      scaled[i] = wealth;
    }
  }

  /** The e-value so far; infinite where it is beyond a double's range. */
  double eValue() {
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      sum += powers[i] == 0 ? scaled[i] : Math.scalb(scaled[i], SCALE_EXPONENT * powers[i]);
    }
    return sum / shares.length;
  }

  /**
   * Differences like the given ones that are needed until the e-value reaches the given one, if the
   * best of the gamblers alone had grown; infinitely many where none does, or hardly.
   */
  double countUntil(double eValue, double[] differences) {
    double best = 0;
    for (double share : shares) {
      double growth = 0;
      for (double difference : differences) {
        growth += Math.log1p(share * sign * (difference - bound)) / differences.length;
      }
      best = Math.max(best, growth);
    }
    return best < LEAST_GROWTH ? Double.POSITIVE_INFINITY : Math.log(shares.length * eValue) / best;
  }
}
