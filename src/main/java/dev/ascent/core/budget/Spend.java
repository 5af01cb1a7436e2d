package dev.ascent.core.budget;

import dev.ascent.core.rollout.Usage;

/**
 * What was spent on a task.
 *
 * @param rollouts rollout attempts that reached the model's server, retries included
 * @param reflections requests of strategies, counted apart
 * @param promptTokens of both
 * @param completionTokens of both
 * @param usd of both
 */
public record Spend(
    long rollouts, long reflections, long promptTokens, long completionTokens, double usd) {
  public static final Spend NONE = new Spend(0, 0, 0, 0, 0);

  /** The spend of what rollouts and reflections took. */
  public static Spend of(Usage rollouts, Usage reflections) {
    return new Spend(
        rollouts.requests(),
        reflections.requests(),
        rollouts.promptTokens() + reflections.promptTokens(),
        rollouts.completionTokens() + reflections.completionTokens(),
        rollouts.usd() + reflections.usd());
  }

  public Spend plus(Spend other) {
    return new Spend(
        rollouts + other.rollouts,
        reflections + other.reflections,
        promptTokens + other.promptTokens,
        completionTokens + other.completionTokens,
        usd + other.usd);
  }

  public long tokens() {
    return promptTokens + completionTokens;
  }
}
