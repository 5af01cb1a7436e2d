package dev.ascent.wire.record;

/**
 * What was spent on a task.
 *
 * @param rollouts runs of a program on an example
 * @param reflections calls that asked for rules or instructions
 * @param requests attempts that reached the model's server, retries included
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
