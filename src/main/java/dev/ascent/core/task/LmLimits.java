package dev.ascent.core.task;

/**
 * How fast a model may be asked.
 *
 * @param maxRequestsInFlight calls that may be open at once in one process
 * @param timeoutSeconds of one attempt
 * @param requestsPerMinute attempts that may begin in a minute, or null for no limit
 * @param tokensPerMinute prompt and completion tokens in a minute, or null for no limit
 * @param adaptive whether calls are made slower when the server refuses or slows down, and a
 *     straggler is sent twice; not for servers that queue calls on purpose
 */
public record LmLimits(
    int maxRequestsInFlight,
    int timeoutSeconds,
    Integer requestsPerMinute,
    Integer tokensPerMinute,
    boolean adaptive) {
  public static final LmLimits DEFAULT = of(32, 60);

  /** Adaptive, and without limits a minute. */
  public static LmLimits of(int maxRequestsInFlight, int timeoutSeconds) {
    return new LmLimits(maxRequestsInFlight, timeoutSeconds, null, null, true);
  }
}
