package dev.ascent.core.promotion;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.DoubleUnaryOperator;

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
    return eValue(WealthProcess.above(bound));
  }

  /** Evidence that the true mean is below {@code bound}; 1 is none. */
  public double eValueBelow(double bound) {
    return eValue(WealthProcess.below(bound));
  }

  private double eValue(WealthProcess wealth) {
    for (double difference : differences) {
      wealth.add(difference);
    }
    return wealth.eValue();
  }

  /**
   * The lower limit of level 1 - alpha: the true mean is above it with that probability, however
   * often one looks. It exceeds a bound just where the e-value against that bound reaches 1/alpha.
   */
  public double lowerLimit(double alpha) {
    return limit(alpha, -1, this::eValueAbove);
  }

  /** The upper limit of level 1 - alpha, as the lower one. */
  public double upperLimit(double alpha) {
    return limit(alpha, 1, this::eValueBelow);
  }

  /** Bisects between one end of the scale and the mean for the last bound rejected at alpha. */
  private double limit(double alpha, double end, DoubleUnaryOperator eValue) {
    double rejected = end;
    double kept = mean();
    if (eValue.applyAsDouble(end - Math.signum(end) * 1e-6) < 1 / alpha) {
      return end;
    }
    for (int i = 0; i < 40; i++) {
      double middle = (rejected + kept) / 2;
      if (eValue.applyAsDouble(middle) >= 1 / alpha) {
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
    double needed = WealthProcess.above(bound).countUntil(1 / alpha, differences);
    return Double.isInfinite(needed)
        ? OptionalInt.empty()
        : OptionalInt.of((int) Math.ceil(needed));
  }
}
