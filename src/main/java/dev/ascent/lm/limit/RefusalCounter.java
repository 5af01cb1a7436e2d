package dev.ascent.lm.limit;

import java.util.Optional;

/**
 * Counts calls when they begin, and those of them that are refused, in windows of a second or more.
 * Nothing is divided by a window's length, so that windows may hold pauses. Not safe to use from
 * several threads.
 *
 * <p>Answers are not counted: they come later than refusals, so that after a burst of calls the
 * first outcomes are all refusals, however few there are.
 */
final class RefusalCounter {
  private static final long WINDOW_NANOS = 1_000_000_000L;
  private static final long LEAST_CALLS = 20;
  private static final long BUCKET_NANOS = 100_000_000L;
  private static final double BUCKETS_PER_SECOND = 10;

  private boolean begun;
  private long since;
  private long countedFrom = Long.MIN_VALUE;
  private long calls;
  private long refused;
  private long bucket;
  private long inBucket;
  private long mostInBucket;

  /** Counts a call that begins, and returns the window that ends before it. */
  Optional<RefusalWindow> started(long now) {
    if (!begun) {
      begin(now);
    }
    Optional<RefusalWindow> ended = Optional.empty();
    if (now - since >= WINDOW_NANOS && calls >= LEAST_CALLS) {
      ended = Optional.of(new RefusalWindow(calls, refused, mostInBucket * BUCKETS_PER_SECOND));
      begin(now);
    }
    if (now >= since) {
      count(now);
    }
    return ended;
  }

  private void count(long now) {
    calls++;
    long current = (now - since) / BUCKET_NANOS;
    if (current != bucket) {
      bucket = current;
      inBucket = 0;
    }
    inBucket++;
    mostInBucket = Math.max(mostInBucket, inBucket);
  }

  /**
   * Counts a refusal.
   *
   * @param started when the call began
   */
  void refused(long started) {
    if (started >= countedFrom) {
      refused++;
    }
  }

  /** Forgets what it counted, and counts no call that began earlier than a time. */
  void countFrom(long time) {
    countedFrom = time;
    begin(time);
  }

  private void begin(long time) {
    begun = true;
    since = time;
    calls = 0;
    refused = 0;
    bucket = 0;
    inBucket = 0;
    mostInBucket = 0;
  }
}
