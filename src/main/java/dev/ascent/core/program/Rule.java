package dev.ascent.core.program;

import java.util.List;

/**
 * A lesson in words that a predictor's instructions end with.
 *
 * @param text the lesson, one paragraph
 * @param sources ids of the examples that it was drawn from
 */
public record Rule(String text, List<String> sources) {}
