package dev.ascent.core.task;

/**
 * A model that a task talks to, and how.
 *
 * @param baseUrl of an OpenAI-compatible API, its {@code /v1} included
 * @param model as the server knows it
 * @param key of the server
 * @param temperature of rollouts, or null for the server's default
 * @param maxTokens of one answer, or null for the server's default
 * @param limits on calls
 * @param prices of tokens
 * @param extras in requests
 * @param name by which the task calls it; {@link #OF_TASK} for the one that whatever names no other
 *     asks
 */
public record LmProfile(
    String baseUrl,
    String model,
    LmKey key,
    Double temperature,
    Integer maxTokens,
    LmLimits limits,
    LmPrices prices,
    LmExtras extras,
    String name) {
  public static final String OF_TASK = "lm";

  /** Journals from before profiles had names hold none but a task's own. */
  public LmProfile {
    name = name == null ? OF_TASK : name;
  }

  /** A model with the defaults of everything else. */
  public static LmProfile of(String baseUrl, String model) {
    return new LmProfile(
        baseUrl,
        model,
        LmKey.NONE,
        null,
        null,
        LmLimits.DEFAULT,
        LmPrices.UNKNOWN,
        LmExtras.NONE,
        OF_TASK);
  }

  /** The same model on another server. */
  public LmProfile withServer(String otherUrl, LmKey otherKey) {
    return new LmProfile(
        otherUrl, model, otherKey, temperature, maxTokens, limits, prices, extras, name);
  }

  public LmProfile withModel(String other) {
    return new LmProfile(baseUrl, other, key, temperature, maxTokens, limits, prices, extras, name);
  }

  public LmProfile withKey(LmKey other) {
    return withServer(baseUrl, other);
  }

  /** The same with other settings of its answers. */
  public LmProfile withAnswers(Double otherTemperature, Integer otherMaxTokens) {
    return new LmProfile(
        baseUrl, model, key, otherTemperature, otherMaxTokens, limits, prices, extras, name);
  }

  public LmProfile withLimits(LmLimits other) {
    return new LmProfile(baseUrl, model, key, temperature, maxTokens, other, prices, extras, name);
  }

  public LmProfile withPrices(LmPrices other) {
    return new LmProfile(baseUrl, model, key, temperature, maxTokens, limits, other, extras, name);
  }

  public LmProfile withExtras(LmExtras other) {
    return new LmProfile(baseUrl, model, key, temperature, maxTokens, limits, prices, other, name);
  }

  public LmProfile withName(String other) {
    return new LmProfile(
        baseUrl, model, key, temperature, maxTokens, limits, prices, extras, other);
  }
}
