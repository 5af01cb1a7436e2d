package dev.ascent.lm.limit;

import java.util.Optional;

/**
 * Spaces the starts of calls evenly, at a rate that is cut where too many calls are refused and
 * that grows back, faster the longer there was no cut. Until the first cut there is none. Not safe
 * to use from several threads.
 *
 * <p>A host may refuse calls because they come too fast, or at random. So every cut is a trial: a
 * host that limits the rate refuses much less after it. One that does not is cut again and at last
 * below what it took so far; if that does not help either, all of these cuts are undone, and what
 * it refuses is taken for random.
 *
 * <p>Calls come in bursts, and what a host answered in a second that holds a pause says nothing of
 * what it can do. So a cut follows from the rate itself: calls are spaced so while there are any,
 * and the share that was not refused is the part of the rate that the host takes.
 */
final class AdaptivePace {
  /** A cut goes a little below what the host took. */
  private static final double MARGIN = 0.97;

  /** No cut leaves less, as a window may have fallen where the host refuses everything. */
  private static final double LEAST_KEPT = 1.0 / 3;

  /** What a probe, such as ends a trial, leaves of what the host seems to take. */
  private static final double PROBE = 0.7;

  /** After one alone, one in thirty hosts that were asked in bursts was taken for random. */
  private static final int PROBES = 2;

  /** So many cuts that did not help are followed by a probe, if the shares are small. */
  private static final int CUTS_BEFORE_PROBE = 2;

  /** And so many whatever the shares, which show a rate that was first taken for too high. */
  private static final int MOST_CUTS_BEFORE_PROBE = 3;

  private static final double SMALL_SHARE = 0.3;

  /** A cut helped that leaves a smaller part of the refusals, and did nothing if a larger one. */
  private static final double HELPED = 1.0 / 3;

  private static final double DID_NOTHING = 0.7;

  /** A cut is judged after calls of which so many would be refused if it did nothing. */
  private static final double ENOUGH_EXPECTED = 8;

  /** And even one that helped a little after so many. */
  private static final double PLENTY_EXPECTED = 24;

  /** Or when so many were. */
  private static final long ENOUGH_REFUSED = 4;

  /** A host that counts calls in seconds still refuses those after a cut for what was before. */
  private static final long SETTLING_NANOS = 1_000_000_000L;

  private static final double GROWTH_PER_SECOND = 0.01;

  /** After so many seconds without a cut it grows twice as fast, then three times. */
  private static final double SECONDS_TO_GROW_FASTER = 10;

  /**
   * Calls may catch up on so long a pause: a burst that is no more than the pace allows on average
   * is not spread, as hosts mostly count over a second or more.
   */
  private static final long CATCH_UP_NANOS = 500_000_000L;

  private static final double LEAST_PER_SECOND = 0.1;

  private final RefusalCounter counter = new RefusalCounter();
  private final ExcessRefusals excess = new ExcessRefusals();
  private double perSecond = Double.POSITIVE_INFINITY;
  private long nextStart;

  /** Seconds in which calls waited for the pace, since it was last cut. */
  private double growingSeconds;

  private Optional<Trial> trial = Optional.empty();
  private boolean isDown;

  /** After how many nanoseconds a call may start; 0 for now. */
  long waitTime(long now) {
    return isFree() ? 0 : Math.max(0, nextStart - now);
  }

  private boolean isFree() {
    return perSecond == Double.POSITIVE_INFINITY;
  }

  /** Notes that a call starts now; returns whether the host turned out to limit the rate. */
  boolean started(long now) {
    if (!isFree()) {
      double seconds = 1 / perSecond;
      if (now - nextStart < CATCH_UP_NANOS) {
        grow(seconds);
      }
      nextStart = Math.max(now - CATCH_UP_NANOS, nextStart) + (long) (seconds * 1e9);
    }
    Optional<RefusalWindow> ended = counter.started(now);
    return ended.isPresent() && learn(ended.get(), now);
  }

  /** Where the pace holds nothing back there is no telling whether the host takes more. */
  private void grow(double seconds) {
    if (trial.isEmpty()) {
      growingSeconds += seconds;
      double faster = 1 + growingSeconds / SECONDS_TO_GROW_FASTER;
      perSecond *= 1 + GROWTH_PER_SECOND * faster * seconds;
    }
  }

  /**
   * Notes that a call was refused.
   *
   * @param started when it started
   */
  void refused(long started) {
    counter.refused(started);
  }

  /**
   * A host that refuses everything for a while is down, and tells nothing of its rate; nor does the
   * window in which it comes back.
   */
  private boolean learn(RefusalWindow window, long now) {
    boolean wasDown = isDown;
    isDown = window.refused() >= window.calls();
    if (isDown || wasDown) {
      trial.ifPresent(current -> end(current.rateBefore));
      return false;
    }
    if (trial.isEmpty()) {
      excess.learn(window, now).ifPresent(tooMany -> cut(new Trial(perSecond), tooMany, now));
      return false;
    }
    Trial current = trial.get();
    current.learn(window);
    if (current.helped()) {
      end(current.taken);
      return true;
    }
    if (current.didNotHelp()) {
      if (current.probes >= PROBES && current.didNothing()) {
        excess.isFloor(current.all.share(), now);
        end(current.rateBefore);
      } else {
        cut(current, current.since, now);
      }
    }
    return false;
  }

  private void cut(Trial current, RefusalWindow refusals, long now) {
    double held =
        current.probes > 0 ? current.taken : Math.min(perSecond, refusals.peakPerSecond());
    perSecond = Math.max(LEAST_PER_SECOND, current.cut(held, refusals));
    trial = Optional.of(current);
    nextStart = now;
    counter.countFrom(now + SETTLING_NANOS);
  }

  private void end(double rate) {
    trial = Optional.empty();
    perSecond = rate;
    growingSeconds = 0;
  }

  /** A row of cuts, until one helps or none did. */
  private final class Trial {
    /** The rate that it began with. */
    private final double rateBefore;

    private int cuts;
    private int probes;
    private double shareBefore;

    /** Calls before the last cut, since there began to be too many refusals. */
    private RefusalWindow before = RefusalWindow.NONE;

    /** What the host seems to take, calls a second. */
    private double taken;

    /** Calls since the last cut. */
    private RefusalWindow since = RefusalWindow.NONE;

    /** Calls since the first one. */
    private RefusalWindow all = RefusalWindow.NONE;

    Trial(double rateBefore) {
      this.rateBefore = rateBefore;
    }

    double cut(double rate, RefusalWindow refusals) {
      double share = refusals.share();
      boolean isProbe = cuts >= (share < SMALL_SHARE ? CUTS_BEFORE_PROBE : MOST_CUTS_BEFORE_PROBE);
      cuts++;
      probes += isProbe ? 1 : 0;
      shareBefore = share;
      before = before.plus(refusals);
      since = RefusalWindow.NONE;
      taken = Math.max(LEAST_PER_SECOND, MARGIN * rate * Math.max(LEAST_KEPT, 1 - above(share)));
      return isProbe ? PROBE * taken : taken;
    }

    void learn(RefusalWindow window) {
      since = since.plus(window);
      all = all.plus(window);
    }

    /**
     * The share before is one that was looked at because it was high, which chance alone may have
     * made it: so few refusals less tell something only after many calls.
     */
    boolean helped() {
      double least = above(before.shareAtLeast());
      double expected = since.calls() * least;
      double left = above(since.share());
      return (expected >= ENOUGH_EXPECTED && left < HELPED * least)
          || (expected >= PLENTY_EXPECTED && left < HELPED * above(before.share()));
    }

    boolean didNotHelp() {
      return !leaves(HELPED) && since.refused() >= ENOUGH_REFUSED;
    }

    boolean didNothing() {
      return !leaves(DID_NOTHING);
    }

    /** Whether less than a part of the refusals is left. */
    private boolean leaves(double part) {
      return above(since.share()) < part * above(shareBefore);
    }

    private double above(double share) {
      return Math.max(0, share - excess.floor());
    }
  }
}
