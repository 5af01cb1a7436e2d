package dev.ascent.core.budget;

import dev.ascent.core.task.Caps;

/**
 * An amount of everything that a cap may limit: what something costs at most, or what is left.
 *
 * @param rollouts rollout attempts that reach the model's server
 * @param tokens prompt and completion tokens
 * @param usd US dollars
 */
public record Cost(long rollouts, long tokens, double usd) {
  public static final Cost NONE = new Cost(0, 0, 0);

  public Cost plus(Cost other) {
    return new Cost(rollouts + other.rollouts, tokens + other.tokens, usd + other.usd);
  }

  public Cost times(long factor) {
    return new Cost(rollouts * factor, tokens * factor, usd * factor);
  }

  /** What is left after {@code other}; what is not limited stays so. */
  public Cost minus(Cost other) {
    return new Cost(
        rollouts == Long.MAX_VALUE ? rollouts : Math.max(0, rollouts - other.rollouts),
        tokens == Long.MAX_VALUE ? tokens : Math.max(0, tokens - other.tokens),
        Math.max(0, usd - other.usd));
  }

  /** The smaller of each. */
  public Cost least(Cost other) {
    return new Cost(
        Math.min(rollouts, other.rollouts),
        Math.min(tokens, other.tokens),
        Math.min(usd, other.usd));
  }

  /** The larger of each. */
  public Cost most(Cost other) {
    return new Cost(
        Math.max(rollouts, other.rollouts),
        Math.max(tokens, other.tokens),
        Math.max(usd, other.usd));
  }

  /** A part of each; what is not limited stays so. */
  public Cost share(double part) {
    return new Cost(
        rollouts == Long.MAX_VALUE ? rollouts : (long) (part * rollouts),
        tokens == Long.MAX_VALUE ? tokens : (long) (part * tokens),
        part * usd);
  }

  /** The largest share that it is of any of the caps; 0 where none is set. */
  public double shareOf(Caps caps) {
    return Math.max(
        share((double) rollouts, caps.rollouts()),
        Math.max(share((double) tokens, caps.tokens()), share(usd, caps.usd())));
  }

  private static double share(double amount, Number cap) {
    return cap == null ? 0 : amount / cap.doubleValue();
  }

  /** Whether no part of it exceeds that of {@code limit}. */
  public boolean fits(Cost limit) {
    return rollouts <= limit.rollouts && tokens <= limit.tokens && usd <= limit.usd;
  }
}
