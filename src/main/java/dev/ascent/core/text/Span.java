package dev.ascent.core.text;

/**
 * A part of a text.
 *
 * @param from index of its first character
 * @param to index after its last
 */
public record Span(int from, int to) {}
