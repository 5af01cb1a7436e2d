package dev.ascent.core.metric;

/**
 * A metric's verdict on one answer.
 *
 * @param value in [0, 1], higher is better
 * @param feedback in words, for reflection; may be empty
 */
public record Score(double value, String feedback) {}
