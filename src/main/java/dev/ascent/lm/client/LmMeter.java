package dev.ascent.lm.client;

/**
 * What was asked of a model up to a moment.
 *
 * @param requests attempts that reached, or may have reached, the server
 * @param answers calls that ended with an answer
 * @param faults calls that ended without
 * @param promptTokens as the server counted them
 * @param completionTokens as the server counted them
 * @param usd at the profile's prices
 */
public record LmMeter(
    long requests,
    long answers,
    long faults,
    long promptTokens,
    long completionTokens,
    double usd) {}
