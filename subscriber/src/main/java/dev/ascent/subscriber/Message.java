package dev.ascent.subscriber;

/**
 * One message of a chat prompt, ready to send.
 *
 * @param role {@code system}, {@code user} or {@code assistant}
 * @param content its text
 */
public record Message(String role, String content) {}
