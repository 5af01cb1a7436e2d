package dev.ascent.lm.limit;

/**
 * Spaces the starts of calls evenly, at a rate that is cut where calls are refused for coming too
 * fast and that grows back slowly. Until the first cut there is none.
 *
 * <p>A host may also refuse calls at random, whatever the pace. A cut that does not help is
 * followed by a deep one; if that does not help either, both are undone, and such a share of
 * refusals is taken as the floor that does not count from then on. Not safe to use from several
 * threads.
 */
final class AdaptivePace {
  private static final double CUT = 0.95;
  private static final double DEEP_CUT = 0.5;
  private static final double GROWTH_PER_SECOND = 0.02;

  /** After so many seconds without a cut it grows twice as fast, then three times. */
  private static final double SECONDS_TO_GROW_FASTER = 10;

  private static final double LEAST_PER_SECOND = 0.1;

  /** Faster than this nothing is held back. */
  private static final double MOST_PER_SECOND = 1e6;

  /** A share of refusals counts that is above so many times the floor and this margin. */
  private static final double TIMES_FLOOR = 2;

  private static final double MARGIN = 0.01;

  /** And by so many standard deviations of as many outcomes. */
  private static final double DEVIATIONS = 2;

  /** What providers may refuse at random, until it is known. */
  private static final double LIKELY_FLOOR = 0.05;

  private static final double FLOOR_MEMORY = 0.95;
  private static final int MOST_UNCLEAR = 500;

  /** A cut helped that left no larger part of the share of refusals. */
  private static final double HELPED = 0.5;

  private enum Phase {
    FREE,
    CUT,
    DEEP_CUT
  }

  private Phase phase = Phase.FREE;
  private RefusalWindow congested;

  /** Windows with more refusals than expected, and not yet clearly so; or null. */
  private RefusalWindow unclear;

  private double perSecond = Double.POSITIVE_INFINITY;
  private double before;
  private double floor = LIKELY_FLOOR;
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
      grow(now);
      nextStart = Math.max(now, nextStart) + (long) (1e9 / perSecond);
    }
  }

  private void grow(long now) {
    double seconds = (now - grownAt) / 1e9;
    grownAt = now;
    if (phase == Phase.FREE) {
      double faster = 1 + (now - cutAt) / 1e9 / SECONDS_TO_GROW_FASTER;
      perSecond = Math.min(MOST_PER_SECOND, perSecond * (1 + GROWTH_PER_SECOND * faster * seconds));
    }
  }

  /** Learns how calls ended; returns whether it cut the rate. */
  boolean learn(RefusalWindow window, long now) {
    switch (phase) {
      case FREE -> {
        unclear = unclear == null ? window : unclear.plus(window);
        if (!isCongested(unclear)) {
          if (unclear.share() <= expectedShare() || unclear.outcomes() >= MOST_UNCLEAR) {
            floor = Math.min(floor, FLOOR_MEMORY * floor + (1 - FLOOR_MEMORY) * unclear.share());
            unclear = null;
          }
          return false;
        }
        unclear = null;
        before = perSecond;
        cut(Phase.CUT, CUT, window, now);
        return true;
      }
      case CUT -> {
        if (!helped(window)) {
          cut(Phase.DEEP_CUT, DEEP_CUT, window, now);
          return true;
        }
        // It is congestion: what is left once calls come slower is all that counts as random.
        floor = Math.min(floor, window.share());
        phase = Phase.FREE;
      }
      case DEEP_CUT -> {
        if (helped(window)) {
          floor = Math.min(floor, window.share());
          perSecond = CUT * congested.answeredPerSecond();
        } else {
          floor = window.share();
          perSecond = before;
        }
        phase = Phase.FREE;
      }
    }
    grownAt = now;
    return false;
  }

  private boolean isCongested(RefusalWindow window) {
    double expected = expectedShare();
    double deviation = Math.sqrt(expected * (1 - expected) / window.outcomes());
    return window.share() > expected + DEVIATIONS * deviation;
  }

  private double expectedShare() {
    return TIMES_FLOOR * floor + MARGIN;
  }

  private boolean helped(RefusalWindow window) {
    return window.share() <= Math.max(MARGIN, HELPED * congested.share());
  }

  private void cut(Phase next, double factor, RefusalWindow window, long now) {
    if (isFree()) {
      nextStart = now;
    }
    phase = next;
    congested = window;
    perSecond =
        Math.max(LEAST_PER_SECOND, factor * Math.min(perSecond, window.answeredPerSecond()));
    grownAt = now;
    cutAt = now;
  }
}
