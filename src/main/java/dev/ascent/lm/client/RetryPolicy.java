package dev.ascent.lm.client;

import java.time.Duration;

/**
 * How long to wait between attempts.
 *
 * @param base the longest wait before the second attempt; each further one may be twice as long
 * @param spread the time over which calls come back that a server asked to wait equally long
 * @param maxBackoff the longest wait that is chosen without a server's request
 * @param maxRetryAfter a server that asks to wait longer is not asked again
 */
public record RetryPolicy(
    Duration base, Duration spread, Duration maxBackoff, Duration maxRetryAfter) {
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(
          Duration.ofMillis(100),
          Duration.ofMillis(500),
          Duration.ofSeconds(20),
          Duration.ofMinutes(2));

  private static final int MAX_DOUBLINGS = 30;

  /**
   * Full jitter: a uniform share of an exponentially growing bound (Brooker, "Exponential Backoff
   * And Jitter", 2015), on top of what the server asked for.
   *
   * @param attempts made so far, at least 1
   * @param share uniform in [0, 1)
   * @param retryAfter what the server asked for; zero when it did not
   */
  Duration delay(int attempts, double share, Duration retryAfter) {
    long doublings = 1L << Math.min(MAX_DOUBLINGS, attempts - 1);
    boolean askedToWait = !retryAfter.isZero();
    double boundMillis =
        askedToWait
            ? spread.toMillis()
            : Math.min((double) maxBackoff.toMillis(), (double) base.toMillis() * doublings);
    return retryAfter.plusMillis((long) (share * boundMillis));
  }
}
