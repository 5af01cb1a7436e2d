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
 */
public record Spend(
    long rollouts,
    long reflections,
    long requests,
    long promptTokens,
    long completionTokens,
    double usd) {
  public static final Spend NONE = new Spend(0, 0, 0, 0, 0, 0);
}
