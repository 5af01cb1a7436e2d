package dev.ascent.lm.limit;

/**
 * Spaces the starts of calls evenly, at a rate that is cut where many calls are refused and that
 * grows back, faster the longer there was no cut. Until the first cut there is none.
 *
 * <p>Hosts also refuse some calls at random, whatever the pace, which slowing down does not help
 * against. So a window counts only if so large a part of it was refused as no host does at random.
 * Not safe to use from several threads.
 */
final class AdaptivePace {
  private static final double CUT = 0.95;
  private static final double GROWTH_PER_SECOND = 0.02;

  /** After so many seconds without a cut it grows twice as fast, then three times. */
  private static final double SECONDS_TO_GROW_FASTER = 10;

  private static final double CONGESTED_SHARE = 0.3;
  private static final double LEAST_PER_SECOND = 0.1;

  /** Faster than this nothing is held back. */
  private static final double MOST_PER_SECOND = 1e6;

  private double perSecond = Double.POSITIVE_INFINITY;
  private long grownAt;
  private long cutAt;
  private long nextStart;

  /** After how many nanoseconds a call may start; 0 for now. */
  long waitTime(long now) {
    return isFree() ? 0 : Math.max(0, nextStart - now);
  }

  private boolean isFree() {
    return perSecond >= MOST_PER_SECOND;
  }

  /** Notes that a call starts now. */
  void started(long now) {
    if (!isFree()) {
      double seconds = (now - grownAt) / 1e9;
      double faster = 1 + (now - cutAt) / 1e9 / SECONDS_TO_GROW_FASTER;
      perSecond = Math.min(MOST_PER_SECOND, perSecond * (1 + GROWTH_PER_SECOND * faster * seconds));
      grownAt = now;
      nextStart = Math.max(now, nextStart) + (long) (1e9 / perSecond);
    }
  }

  /** Learns how calls ended; returns whether it cut the rate. */
  boolean learn(RefusalWindow window, long now) {
    if (window.share() < CONGESTED_SHARE) {
      return false;
    }
    if (isFree()) {
      nextStart = now;
    }
    perSecond = Math.max(LEAST_PER_SECOND, CUT * Math.min(perSecond, window.answeredPerSecond()));
    grownAt = now;
    cutAt = now;
    return true;
  }
}
