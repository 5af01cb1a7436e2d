package dev.ascent.embedded.simulated;

import java.time.Duration;

/**
 * How long answers take: lognormal, {@code median * exp(sigma * standard normal)}.
 *
 * @param median zero means that all answers come at once
 * @param sigma of the logarithm
 */
public record Latency(Duration median, double sigma) {
  public static final Latency NONE = new Latency(Duration.ZERO, 0);

  public Latency {
    if (median.isNegative() || sigma < 0) {
      throw new IllegalArgumentException("latency's median and sigma are at least 0");
    }
  }

  Duration draw(Chance chance) {
    return median.isZero()
        ? Duration.ZERO
        : Duration.ofNanos(Math.round(median.toNanos() * Math.exp(sigma * chance.gaussian())));
  }
}
