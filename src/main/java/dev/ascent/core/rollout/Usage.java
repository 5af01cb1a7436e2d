package dev.ascent.core.rollout;

/**
 * What calls to a model took.
 *
 * @param requests attempts that reached, or may have reached, the model's server, retries included
 * @param promptTokens as the server counted them
 * @param completionTokens as the server counted them
 * @param usd at the profile's prices; 0 when it names none
 */
public record Usage(int requests, long promptTokens, long completionTokens, double usd) {
  public static final Usage NONE = new Usage(0, 0, 0, 0);

  public Usage plus(Usage other) {
    return new Usage(
        requests + other.requests,
        promptTokens + other.promptTokens,
        completionTokens + other.completionTokens,
        usd + other.usd);
  }
}
