package dev.ascent.embedded.simulated;

/**
 * Admits so many requests a second, and as many at once after a second without any. Not safe for
 * use by several threads.
 */
final class TokenBucket {
  private final double perSecond;
  private double tokens;
  private long filledAt;

  /**
   * @param perSecond above 0; at least one request is admitted at once
   * @param now nanoseconds
   */
  TokenBucket(double perSecond, long now) {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException(
          "requests admitted a second must be above 0, got " + perSecond);
    }
    this.perSecond = perSecond;
    this.tokens = burst();
    this.filledAt = now;
  }

  private double burst() {
    return Math.max(1, perSecond);
  }

  /** Whether a request that arrives now is admitted. */
  boolean tryTake(long now) {
    tokens = Math.min(burst(), tokens + (now - filledAt) / 1e9 * perSecond);
    filledAt = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
