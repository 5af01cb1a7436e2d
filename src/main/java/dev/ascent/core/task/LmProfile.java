package dev.ascent.core.task;

/**
 * Which model a task talks to, and how.
 *
 * @param baseUrl of an OpenAI-compatible API, its {@code /v1} included
 * @param model as the server knows it
 * @param key of the server
 * @param temperature of rollouts, or null for the server's default
 * @param maxTokens of one answer, or null for the server's default
 * @param limits on calls
 * @param prices of tokens
 * @param extras in requests
 */
public record LmProfile(
    String baseUrl,
    String model,
    LmKey key,
    Double temperature,
    Integer maxTokens,
    LmLimits limits,
    LmPrices prices,
    LmExtras extras) {

  /** A model with the defaults of everything else. */
  public static LmProfile of(String baseUrl, String model) {
    return new LmProfile(
        baseUrl, model, LmKey.NONE, null, null, LmLimits.DEFAULT, LmPrices.UNKNOWN, LmExtras.NONE);
  }

  /** The same model on another server. */
  public LmProfile withServer(String otherUrl, LmKey otherKey) {
    return new LmProfile(otherUrl, model, otherKey, temperature, maxTokens, limits, prices, extras);
  }

  public LmProfile withModel(String other) {
    return new LmProfile(baseUrl, other, key, temperature, maxTokens, limits, prices, extras);
  }

  public LmProfile withKey(LmKey other) {
    return withServer(baseUrl, other);
  }

  /** The same with other settings of its answers. */
  public LmProfile withAnswers(Double otherTemperature, Integer otherMaxTokens) {
    return new LmProfile(
        baseUrl, model, key, otherTemperature, otherMaxTokens, limits, prices, extras);
  }

  public LmProfile withLimits(LmLimits other) {
    return new LmProfile(baseUrl, model, key, temperature, maxTokens, other, prices, extras);
  }

  public LmProfile withPrices(LmPrices other) {
    return new LmProfile(baseUrl, model, key, temperature, maxTokens, limits, other, extras);
  }

  public LmProfile withExtras(LmExtras other) {
    return new LmProfile(baseUrl, model, key, temperature, maxTokens, limits, prices, other);
  }
}
