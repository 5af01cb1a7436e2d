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
  private static final double LEAST_PER_SECOND = 0.1;

  /** Faster than this nothing is held back. */
  private static final double MOST_PER_SECOND = 1e6;

  /** A share of refusals counts that is above so many times the floor and this margin. */
  private static final double TIMES_FLOOR = 2;

  private static final double MARGIN = 0.01;
  private static final double FLOOR_MEMORY = 0.95;

  /** A cut helped that left no larger part of the share of refusals. */
  private static final double HELPED = 0.5;

  private enum Phase {
    FREE,
    CUT,
    DEEP_CUT
  }

  private Phase phase = Phase.FREE;
  private RefusalWindow congested;
  private double perSecond = Double.POSITIVE_INFINITY;
  private double before;
  private double floor;
  private long grownAt;
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
      perSecond = Math.min(MOST_PER_SECOND, perSecond * (1 + GROWTH_PER_SECOND * seconds));
    }
  }

  /** Learns how calls ended; returns whether it cut the rate. */
  boolean learn(RefusalWindow window, long now) {
    switch (phase) {
      case FREE -> {
        if (window.share() <= TIMES_FLOOR * floor + MARGIN) {
          floor = FLOOR_MEMORY * floor + (1 - FLOOR_MEMORY) * window.share();
          return false;
        }
        before = perSecond;
        cut(Phase.CUT, CUT, window, now);
        return true;
      }
      case CUT -> {
        if (!helped(window)) {
          cut(Phase.DEEP_CUT, DEEP_CUT, window, now);
          return true;
        }
        phase = Phase.FREE;
      }
      case DEEP_CUT -> {
        if (helped(window)) {
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
  }
}
