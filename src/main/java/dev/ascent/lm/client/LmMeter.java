package dev.ascent.lm.client;

/**
 * What was asked of a model up to a moment.
 *
 * @param requests answers that the server was asked for, or may have been, retries included
 * @param reflections those of them that strategies made
 * @param answers calls that ended with an answer
 * @param answeredReflections those of them that strategies made
 * @param faults calls that ended without
 * @param faultedReflections those of them that strategies made
 * @param cacheHits answers that took no request, as they were known; they are in {@code answers}
 * @param unreadable answers to programs that could not be read, those to second tries included
 * @param promptTokens as the server counted them
 * @param completionTokens as the server counted them
 * @param usd at the profile's prices
 * @param cachedTokens those of the prompt tokens that the server had in its cache
 * @param unconfirmedTokens the most that attempts took whose tokens nobody counted
 * @param unconfirmedUsd the same in US dollars
 */
public record LmMeter(
    long requests,
    long reflections,
    long answers,
    long answeredReflections,
    long faults,
    long faultedReflections,
    long cacheHits,
    long unreadable,
    long promptTokens,
    long completionTokens,
    double usd,
    long cachedTokens,
    long unconfirmedTokens,
    double unconfirmedUsd) {
  /** Before anything was asked. */
  public static final LmMeter NONE = new LmMeter(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** The counts of two models. */
  public LmMeter plus(LmMeter other) {
    return new LmMeter(
        requests + other.requests,
        reflections + other.reflections,
        answers + other.answers,
        answeredReflections + other.answeredReflections,
        faults + other.faults,
        faultedReflections + other.faultedReflections,
        cacheHits + other.cacheHits,
        unreadable + other.unreadable,
        promptTokens + other.promptTokens,
        completionTokens + other.completionTokens,
        usd + other.usd,
        cachedTokens + other.cachedTokens,
        unconfirmedTokens + other.unconfirmedTokens,
        unconfirmedUsd + other.unconfirmedUsd);
  }

  /** Requests that programs made. */
  public long rollouts() {
    return requests - reflections;
  }

  /** Answers to programs. */
  public long answeredRollouts() {
    return answers - answeredReflections;
  }

  /** Calls of programs that ended without an answer, each of which ended its rollout. */
  public long faultedRollouts() {
    return faults - faultedReflections;
  }
}
