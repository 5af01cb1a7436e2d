package dev.ascent.wire.record;

/**
 * How much a task must not learn from.
 *
 * @param records that are forgotten by their ids
 * @param authors whose records are forgotten
 */
public record ForgottenRecord(int records, int authors) {}
