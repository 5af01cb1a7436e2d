package dev.ascent.core.task;

import java.time.Instant;

/**
 * How a model may be asked.
 *
 * @param maxRequestsInFlight calls that may be open at once in one process
 * @param timeoutSeconds of one attempt
 * @param rolloutTimeoutSeconds of a rollout or a reflection in all, waiting for its turn included;
 *     null for the default, see {@link #deadline}
 * @param requestsPerMinute attempts that may begin in a minute, or null for no limit
 * @param tokensPerMinute prompt and completion tokens in a minute, or null for no limit
 * @param adaptive whether calls are made slower when the server refuses or slows down, and a
 *     straggler is sent twice; not for servers that queue calls on purpose
 * @param samplesPerRequest answers to one prompt that one request may ask for; 1 for servers that
 *     give no more
 * @param cache of greedy answers
 */
public record LmLimits(
    int maxRequestsInFlight,
    int timeoutSeconds,
    Integer rolloutTimeoutSeconds,
    Integer requestsPerMinute,
    Integer tokensPerMinute,
    boolean adaptive,
    int samplesPerRequest,
    LmCache cache) {
  /** Some providers give no more. */
  public static final int DEFAULT_SAMPLES_PER_REQUEST = 8;

  public static final LmLimits DEFAULT = of(32, 60);

  private static final long DEFAULT_TIMEOUTS = 8;
  private static final long LEAST_DEFAULT_SECONDS = 480;

  /** Adaptive, and without limits a minute. */
  public static LmLimits of(int maxRequestsInFlight, int timeoutSeconds) {
    return new LmLimits(
        maxRequestsInFlight,
        timeoutSeconds,
        null,
        null,
        null,
        true,
        DEFAULT_SAMPLES_PER_REQUEST,
        LmCache.DEFAULT);
  }

  /**
   * When a rollout or a reflection has to end that starts at {@code start}; {@link Instant#MAX} for
   * no such time.
   *
   * <p>By default it gets as long as two calls with four attempts each that all time out, and long
   * enough to wait for its turn. Where a limit a minute holds, calls may wait for any time, and the
   * default is none.
   */
  public Instant deadline(Instant start) {
    if (rolloutTimeoutSeconds != null) {
      return start.plusSeconds(rolloutTimeoutSeconds);
    }
    return requestsPerMinute == null && tokensPerMinute == null
        ? start.plusSeconds(Math.max(LEAST_DEFAULT_SECONDS, DEFAULT_TIMEOUTS * timeoutSeconds))
        : Instant.MAX;
  }

  /** The part of one of so many processes that share these limits: an even one, and at least 1. */
  public LmLimits sharedBy(int processes) {
    return new LmLimits(
        part(maxRequestsInFlight, processes),
        timeoutSeconds,
        rolloutTimeoutSeconds,
        requestsPerMinute == null ? null : part(requestsPerMinute, processes),
        tokensPerMinute == null ? null : part(tokensPerMinute, processes),
        adaptive,
        samplesPerRequest,
        cache);
  }

  private static int part(int limit, int processes) {
    return Math.max(1, limit / processes);
  }

  /** The same with another number of answers to a request. */
  public LmLimits withSamplesPerRequest(int other) {
    return new LmLimits(
        maxRequestsInFlight,
        timeoutSeconds,
        rolloutTimeoutSeconds,
        requestsPerMinute,
        tokensPerMinute,
        adaptive,
        other,
        cache);
  }

  /** The same with another cache. */
  public LmLimits withCache(LmCache other) {
    return new LmLimits(
        maxRequestsInFlight,
        timeoutSeconds,
        rolloutTimeoutSeconds,
        requestsPerMinute,
        tokensPerMinute,
        adaptive,
        samplesPerRequest,
        other);
  }

  /** The same with other limits a minute, null for none. */
  public LmLimits withAMinute(Integer requests, Integer tokens) {
    return new LmLimits(
        maxRequestsInFlight,
        timeoutSeconds,
        rolloutTimeoutSeconds,
        requests,
        tokens,
        adaptive,
        samplesPerRequest,
        cache);
  }
}
