package dev.ascent.lm.limit;

/**
 * How many calls a host takes at once: additive increase, multiplicative decrease (Chiu and Jain,
 * 1989), with a slow start that doubles it every round trip until the first decrease. Not safe to
 * use from several threads.
 */
final class AdaptiveConcurrency {
  private static final double START = 16;
  private static final double LEAST = 2;
  private static final double DECREASE = 0.9;

  /** A window's median latency above so many times the lowest one has risen. */
  private static final double RISEN = 2;

  /** Servers change: what was lowest longer ago counts no more. */
  private static final long BASELINE_NANOS = 300_000_000_000L;

  private static final int WINDOW_ANSWERS = 64;

  /** Medians of so few answers scatter: in so many windows on end the latency must have risen. */
  private static final int RISEN_WINDOWS = 3;

  private final SlidingQuantile latencies = new SlidingQuantile(WINDOW_ANSWERS);
  private final double most;
  private double lowest = Double.POSITIVE_INFINITY;
  private long lowestSince;
  private int inWindow;
  private int risenWindows;
  private double limit;
  private boolean slowStart = true;

  /**
   * @param most never more than so many
   */
  AdaptiveConcurrency(int most) {
    this.most = most;
    this.limit = Math.min(START, most);
  }

  int limit() {
    return (int) limit;
  }

  /**
   * Notes an answer.
   *
   * @param inFlight calls that were under way with it; where they were fewer than the limit, it
   *     tells nothing of a larger one
   */
  void answered(long latencyNanos, int inFlight, long now) {
    latencies.add((double) latencyNanos);
    if (++inWindow == WINDOW_ANSWERS) {
      inWindow = 0;
      risenWindows = hasRisen(latencies.quantile(0.5), now) ? risenWindows + 1 : 0;
      if (risenWindows == RISEN_WINDOWS) {
        risenWindows = 0;
        congested();
        return;
      }
    }
    if (2 * inFlight >= limit) {
      limit = Math.min(most, limit + (slowStart ? 1 : 1 / limit));
    }
  }

  private boolean hasRisen(double median, long now) {
    if (median < lowest || now - lowestSince > BASELINE_NANOS) {
      lowest = median;
      lowestSince = now;
    }
    return median > RISEN * lowest;
  }

  void congested() {
    slowStart = false;
    limit = Math.max(Math.min(LEAST, most), limit * DECREASE);
  }
}
