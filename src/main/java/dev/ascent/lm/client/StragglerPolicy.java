package dev.ascent.lm.client;

import dev.ascent.lm.limit.SlidingQuantile;
import java.time.Duration;

/**
 * Tells which calls are stragglers: those that take longer than 1.5 times the 95th percentile of
 * the last answers; and how many of them may be sent again, or given up, as a share of the last
 * answers. Safe to use from several threads.
 */
final class StragglerPolicy {
  private static final int ANSWERS = 256;
  private static final int ENOUGH_ANSWERS = 32;
  private static final int ANSWERS_BETWEEN_LOOKS = 8;
  private static final double SHARE = 0.95;
  private static final double TIMES = 1.5;

  /** Of the longest answer, while there are too few for a percentile. */
  private static final double TIMES_LONGEST = 4;

  private static final double LEAST_NANOS = 200e6;
  private static final double TIMES_STRAGGLER = 10;
  private static final double LEAST_HOPELESS_NANOS = 5e9;

  /** How often to look again while there are too few answers to tell. */
  private static final Duration UNKNOWN = Duration.ofSeconds(1);

  /** Hedges at most, for each call that was answered. */
  private static final double HEDGES_PER_ANSWER = 0.05;

  private static final double MOST_SAVED_HEDGES = 8;

  /** Calls given up at most instead of waiting for their next attempt, for each answer. */
  private static final double GIVEN_UP_PER_ANSWER = 0.1;

  private static final double MOST_SAVED_TO_GIVE_UP = 16;

  private final SlidingQuantile latencies = new SlidingQuantile(ANSWERS);
  private int sinceLook;
  private double stragglerNanos = Double.POSITIVE_INFINITY;
  private double hedges = 1;
  private double toGiveUp = 1;

  /** Notes how long an answer took. */
  synchronized void answered(long nanos) {
    latencies.add((double) nanos);
    hedges = Math.min(MOST_SAVED_HEDGES, hedges + HEDGES_PER_ANSWER);
    toGiveUp = Math.min(MOST_SAVED_TO_GIVE_UP, toGiveUp + GIVEN_UP_PER_ANSWER);
    if (++sinceLook >= ANSWERS_BETWEEN_LOOKS) {
      sinceLook = 0;
      double usual =
          latencies.count() < ENOUGH_ANSWERS
              ? TIMES_LONGEST * latencies.quantile(1)
              : TIMES * latencies.quantile(SHARE);
      stragglerNanos = Math.max(LEAST_NANOS, usual);
    }
  }

  synchronized boolean isStraggler(long nanos) {
    return nanos >= stragglerNanos;
  }

  /** Whether nobody answers any more after such a time. */
  synchronized boolean isHopeless(long nanos) {
    return nanos >= Math.max(LEAST_HOPELESS_NANOS, TIMES_STRAGGLER * stragglerNanos);
  }

  /** When to look after a call for the first time, or again. */
  synchronized Duration patience() {
    return stragglerNanos == Double.POSITIVE_INFINITY
        ? UNKNOWN
        : Duration.ofNanos((long) stragglerNanos);
  }

  /** Whether {@link #tryHedge} may succeed. */
  synchronized boolean mayHedge() {
    return hedges >= 1;
  }

  /** Takes one of the hedges that the last calls allow. */
  synchronized boolean tryHedge() {
    if (hedges < 1) {
      return false;
    }
    hedges--;
    return true;
  }

  /**
   * Takes one of the expendable calls that may be given up, if waiting so long makes a straggler.
   */
  synchronized boolean tryGiveUp(long nanos) {
    if (!isStraggler(nanos) || toGiveUp < 1) {
      return false;
    }
    toGiveUp--;
    return true;
  }
}
