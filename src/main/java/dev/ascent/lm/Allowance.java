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
 * @param expendable whether to give it up, if few others are, rather than to wait for it much
 *     longer than for others: it is one of many alike that are waited for together
 */
public record Allowance(int attempts, long promptTokens, Instant deadline, boolean expendable) {

  /** For something that nothing else stands in for. */
  public Allowance(int attempts, long promptTokens, Instant deadline) {
    this(attempts, promptTokens, deadline, false);
  }

  /** So many attempts of any length, at any time. */
  public static Allowance ofAttempts(int attempts) {
    return new Allowance(attempts, Long.MAX_VALUE, Instant.MAX);
  }

  /** The same with other attempts. */
  public Allowance withAttempts(int other) {
    return new Allowance(other, promptTokens, deadline, expendable);
  }

  /** The same with another deadline. */
  public Allowance until(Instant other) {
    return new Allowance(attempts, promptTokens, other, expendable);
  }

  /** What both allow. */
  public Allowance and(Allowance other) {
    return new Allowance(
        Math.min(attempts, other.attempts),
        Math.min(promptTokens, other.promptTokens),
        deadline.isBefore(other.deadline) ? deadline : other.deadline,
        expendable && other.expendable);
  }

  /** The same for one of many alike. */
  public Allowance asExpendable() {
    return new Allowance(attempts, promptTokens, deadline, true);
  }
}
