package dev.ascent.core.task;

/**
 * Upper limits of what may be spent; null means no limit.
 *
 * @param rollouts rollout attempts that reach the model's server, retries included
 * @param tokens prompt and completion tokens
 * @param usd US dollars
 */
public record Caps(Long rollouts, Long tokens, Double usd) {
  public static final Caps NONE = new Caps(null, null, null);

  boolean limitsTokens() {
    return tokens != null || usd != null;
  }
}
