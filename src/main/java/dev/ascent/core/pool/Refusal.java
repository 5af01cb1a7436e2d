package dev.ascent.core.pool;

/**
 * That a guard keeps a program from being promoted.
 *
 * @param program its id
 * @param reason in words
 * @param day UTC days since 1970-01-01 on which it was refused
 */
public record Refusal(String program, String reason, long day) {}
