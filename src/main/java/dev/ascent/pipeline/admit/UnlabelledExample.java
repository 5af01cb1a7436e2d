package dev.ascent.pipeline.admit;

/**
 * An example that waits for feedback to bring its label.
 *
 * @param example as it was logged
 * @param label the field that is missing
 */
public record UnlabelledExample(IncomingExample example, String label) {}
