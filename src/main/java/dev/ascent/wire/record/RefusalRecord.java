package dev.ascent.wire.record;

/**
 * That a guard keeps a program from being promoted.
 *
 * @param program its id
 * @param reason in words
 */
public record RefusalRecord(String program, String reason) {}
