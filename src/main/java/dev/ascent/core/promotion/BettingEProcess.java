package dev.ascent.core.promotion;

import java.util.List;
import java.util.OptionalInt;

/**
 * A test by betting that the mean of paired differences exceeds a bound, valid at any sample size.
 *
 * <p>A gambler who bets the share lambda on each difference d, fair if its mean is m, holds the
 * wealth prod(1 + lambda (d - m)). Its expectation never exceeds 1 while the true mean is at most
 * m, and so neither does the mean wealth of several gamblers with fixed shares, which is the
 * e-value here (Waudby-Smith and Ramdas, arXiv 2010.09686, with a fixed grid of shares in place of
 * an adaptive one). By Ville's inequality it ever reaches 1/alpha with probability at most alpha.
 *
 * <p>Differences lie in [-1, 1], as scores lie in [0, 1].
 */
public final class BettingEProcess {
  private static final int GAMBLERS = 24;

  private final double[] differences;

  public BettingEProcess(List<Double> differences) {
    this.differences = differences.stream().mapToDouble(Double::doubleValue).toArray();
  }

  public int size() {
    return differences.length;
  }

  /** Mean of the differences; 0 when there is none. */
  public double mean() {
    double sum = 0;
    for (double difference : differences) {
      sum += difference;
    }
    return differences.length == 0 ? 0 : sum / differences.length;
  }

  /** Evidence that the true mean exceeds {@code bound}; 1 is none. */
  public double eValueAbove(double bound) {
    return eValue(bound, 1);
  }

  /** Evidence that the true mean is below {@code bound}; 1 is none. */
  public double eValueBelow(double bound) {
    return eValue(bound, -1);
  }

  private double eValue(double bound, int sign) {
    double wealth = 0;
    // The largest share for which no difference can ruin the gambler.
    double largest = 1 / (1 + sign * bound);
    for (int i = 1; i <= GAMBLERS; i++) {
      double share = largest * i / (GAMBLERS + 1);
      double log = 0;
      for (double difference : differences) {
        log += Math.log1p(share * sign * (difference - bound));
      }
      wealth += Math.exp(log) / GAMBLERS;
    }
    return wealth;
  }

  /**
   * The lower limit of level 1 - alpha: the true mean is above it with that probability, however
   * often one looks. It exceeds a bound just where the e-value against that bound reaches 1/alpha.
   */
  public double lowerLimit(double alpha) {
    return limit(alpha, 1);
  }

  /** The upper limit of level 1 - alpha, as the lower one. */
  public double upperLimit(double alpha) {
    return limit(alpha, -1);
  }

  /** Bisects for the bound nearest to the mean that is rejected on its side at alpha. */
  private double limit(double alpha, int sign) {
    double rejected = -sign;
    double kept = mean();
    if (eValue(rejected + sign * 1e-6, sign) < 1 / alpha) {
      return rejected;
    }
    for (int i = 0; i < 40; i++) {
      double middle = (rejected + kept) / 2;
      if (eValue(middle, sign) >= 1 / alpha) {
        rejected = middle;
      } else {
        kept = middle;
      }
    }
    return rejected;
  }

  /**
   * How many differences like those seen are needed in all until the e-value reaches 1/alpha, or
   * nothing when they do not grow it.
   */
  public OptionalInt pairsNeeded(double bound, double alpha) {
    double best = 0;
    for (int i = 1; i <= GAMBLERS; i++) {
      double share = 1 / (1 + bound) * i / (GAMBLERS + 1);
      double growth = 0;
      for (double difference : differences) {
        growth += Math.log1p(share * (difference - bound)) / differences.length;
      }
      best = Math.max(best, growth);
    }
    if (best < 1e-4) {
      return OptionalInt.empty();
    }
    return OptionalInt.of((int) Math.ceil(Math.log(GAMBLERS / alpha) / best));
  }
}
