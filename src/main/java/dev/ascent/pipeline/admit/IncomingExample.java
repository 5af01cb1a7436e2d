package dev.ascent.pipeline.admit;

/**
 * A logged example whose envelope could be read.
 *
 * @param task whose it is
 * @param id of the record
 * @param payload its JSON
 * @param topic where it stood
 * @param partition where it stood
 * @param offset where it stood
 */
public record IncomingExample(
    String task, String id, String payload, String topic, int partition, long offset) {}
