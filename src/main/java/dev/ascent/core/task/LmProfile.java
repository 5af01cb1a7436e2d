package dev.ascent.core.task;

/**
 * Which model a task talks to, and how.
 *
 * @param baseUrl of an OpenAI-compatible API, its {@code /v1} included
 * @param model as the server knows it
 * @param apiKeyEnv name of the environment variable that holds the key; empty for none
 * @param temperature of rollouts, or null for the server's default
 * @param maxTokens of one answer, or null for the server's default
 * @param maxRequestsInFlight calls that may be open at once in one process
 * @param timeoutSeconds of one attempt
 * @param promptUsdPerMillion US dollars per million prompt tokens, or null when unknown
 * @param completionUsdPerMillion US dollars per million completion tokens, or null when unknown
 */
public record LmProfile(
    String baseUrl,
    String model,
    String apiKeyEnv,
    Double temperature,
    Integer maxTokens,
    int maxRequestsInFlight,
    int timeoutSeconds,
    Double promptUsdPerMillion,
    Double completionUsdPerMillion) {

  /** The same on another server. */
  public LmProfile withServer(String otherUrl, String otherModel, String otherKeyEnv) {
    return new LmProfile(
        otherUrl,
        otherModel,
        otherKeyEnv,
        temperature,
        maxTokens,
        maxRequestsInFlight,
        timeoutSeconds,
        promptUsdPerMillion,
        completionUsdPerMillion);
  }

  public LmProfile withModel(String other) {
    return withServer(baseUrl, other, apiKeyEnv);
  }

  public LmProfile withLimits(int requestsInFlight, int secondsOfAnAttempt) {
    return new LmProfile(
        baseUrl,
        model,
        apiKeyEnv,
        temperature,
        maxTokens,
        requestsInFlight,
        secondsOfAnAttempt,
        promptUsdPerMillion,
        completionUsdPerMillion);
  }

  /** US dollars for the given tokens; 0 where the profile names no price. */
  public double usd(long promptTokens, long completionTokens) {
    return price(promptUsdPerMillion, promptTokens)
        + price(completionUsdPerMillion, completionTokens);
  }

  private static double price(Double perMillion, long tokens) {
    return perMillion == null ? 0 : perMillion * tokens / 1e6;
  }
}
