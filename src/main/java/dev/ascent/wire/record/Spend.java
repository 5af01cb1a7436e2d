package dev.ascent.wire.record;

/**
 * What was spent on a task.
 *
 * @param rollouts attempts of rollouts that reached the server, retries included
 * @param reflections calls that asked for rules or instructions
 * @param requests rollouts and reflections together
 * @param promptTokens as the server counted them
 * @param completionTokens as the server counted them
 * @param usd at the profile's prices
 * @param cachedTokens those of the prompt tokens that the server had in its cache
 * @param unconfirmedTokens the most that attempts took besides whose tokens nobody counted, as no
 *     answer or no usage came; caps count them
 * @param unconfirmedUsd the same in US dollars
 */
public record Spend(
    long rollouts,
    long reflections,
    long requests,
    long promptTokens,
    long completionTokens,
    double usd,
    long cachedTokens,
    long unconfirmedTokens,
    double unconfirmedUsd) {
  public static final Spend NONE = new Spend(0, 0, 0, 0, 0, 0, 0, 0, 0);
}
