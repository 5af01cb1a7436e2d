package dev.ascent.lm;

import java.time.Instant;

/**
 * What a rollout or a reflection may take.
 *
 * @param attempts how often the server may be asked, over all its calls: retries, hedges and second
 *     tries after unreadable answers included
 * @param promptTokens the most that the prompt of one call may hold, counted as the bytes of the
 *     body
 * @param deadline when it has to end; an attempt that is under way then has timed out
 */
public record Allowance(int attempts, long promptTokens, Instant deadline) {

  /** So many attempts of any length, at any time. */
  public static Allowance ofAttempts(int attempts) {
    return new Allowance(attempts, Long.MAX_VALUE, Instant.MAX);
  }
}
