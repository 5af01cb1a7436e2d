package dev.ascent.subscriber;

/**
 * A record, or a copy on disk, that was not used.
 *
 * @param task whose it claims to be, or null if it does not say
 * @param source topic, partition and offset, or the file
 * @param reason what is wrong with it
 */
public record Refusal(String task, String source, String reason) {}
