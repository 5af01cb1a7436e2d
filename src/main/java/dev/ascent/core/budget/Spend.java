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
 * @param cachedTokens those of the prompt tokens that the server had in its cache
 * @param unconfirmedTokens the most that attempts took whose tokens nobody counted, of both
 * @param unconfirmedUsd the same in US dollars
 */
public record Spend(
    long rollouts,
    long reflections,
    long promptTokens,
    long completionTokens,
    double usd,
    long cachedTokens,
    long unconfirmedTokens,
    double unconfirmedUsd) {
  public static final Spend NONE = new Spend(0, 0, 0, 0, 0, 0, 0, 0);

  /** The spend of what rollouts and reflections took. */
  public static Spend of(Usage rollouts, Usage reflections) {
    return new Spend(
        rollouts.requests(),
        reflections.requests(),
        rollouts.promptTokens() + reflections.promptTokens(),
        rollouts.completionTokens() + reflections.completionTokens(),
        rollouts.usd() + reflections.usd(),
        rollouts.cachedTokens() + reflections.cachedTokens(),
        rollouts.unconfirmedTokens() + reflections.unconfirmedTokens(),
        rollouts.unconfirmedUsd() + reflections.unconfirmedUsd());
  }

  /** What nobody knows more of than what it cost at most. */
  public static Spend unconfirmed(Cost most) {
    return new Spend(most.rollouts(), 0, 0, 0, 0, 0, most.tokens(), most.usd());
  }

  public Spend plus(Spend other) {
    return new Spend(
        rollouts + other.rollouts,
        reflections + other.reflections,
        promptTokens + other.promptTokens,
        completionTokens + other.completionTokens,
        usd + other.usd,
        cachedTokens + other.cachedTokens,
        unconfirmedTokens + other.unconfirmedTokens,
        unconfirmedUsd + other.unconfirmedUsd);
  }

  /** What caps count: all that it cost at most. */
  public Cost most() {
    return new Cost(
        rollouts, promptTokens + completionTokens + unconfirmedTokens, usd + unconfirmedUsd);
  }
}
