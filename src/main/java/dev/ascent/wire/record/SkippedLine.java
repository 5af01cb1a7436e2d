package dev.ascent.wire.record;

/**
 * A line of a file that was not used.
 *
 * @param line from 1
 * @param reason why not
 */
public record SkippedLine(int line, String reason) {}
