package dev.ascent.lm;

import java.time.Instant;
import java.util.List;

/**
 * One question to a model.
 *
 * @param model as the server knows it
 * @param messages the prompt
 * @param temperature or null for the server's default
 * @param maxTokens of the answer, or null for the server's default
 * @param stop texts that end the answer where they appear; may be empty
 * @param maxAttempts how often the server may be asked, retries and hedges included; at least 1
 * @param purpose what the answer is for
 * @param deadline when it has to end: no attempt begins after it, and one that is under way then
 *     has timed out
 * @param maxPromptTokens the most that the prompt may hold, counted as the bytes of the body
 * @param expendable whether to give it up, if few others are, rather than to wait for it much
 *     longer than for the others: it is one of many alike, which something waits for as a whole
 */
public record ChatRequest(
    String model,
    List<ChatMessage> messages,
    Double temperature,
    Integer maxTokens,
    List<String> stop,
    int maxAttempts,
    Purpose purpose,
    Instant deadline,
    long maxPromptTokens,
    boolean expendable) {

  /** What answers are for. */
  public enum Purpose {
    /** They are a program's. */
    ROLLOUT,
    /** A strategy makes a candidate of them. */
    REFLECTION
  }

  /** A program's question that may take its time. */
  public ChatRequest(
      String model,
      List<ChatMessage> messages,
      Double temperature,
      Integer maxTokens,
      List<String> stop,
      int maxAttempts) {
    this(
        model,
        messages,
        temperature,
        maxTokens,
        stop,
        maxAttempts,
        Purpose.ROLLOUT,
        Instant.MAX,
        Long.MAX_VALUE,
        false);
  }

  /** The same question in other words. */
  public ChatRequest withMessages(List<ChatMessage> other) {
    return new ChatRequest(
        model,
        other,
        temperature,
        maxTokens,
        stop,
        maxAttempts,
        purpose,
        deadline,
        maxPromptTokens,
        expendable);
  }

  /** The same question with another allowance. */
  public ChatRequest withMaxAttempts(int other) {
    return other == maxAttempts
        ? this
        : new ChatRequest(
            model,
            messages,
            temperature,
            maxTokens,
            stop,
            other,
            purpose,
            deadline,
            maxPromptTokens,
            expendable);
  }

  /** The same question for something else. */
  public ChatRequest withPurpose(Purpose other) {
    return new ChatRequest(
        model,
        messages,
        temperature,
        maxTokens,
        stop,
        maxAttempts,
        other,
        deadline,
        maxPromptTokens,
        expendable);
  }

  /** The same question with another deadline. */
  public ChatRequest withDeadline(Instant other) {
    return new ChatRequest(
        model,
        messages,
        temperature,
        maxTokens,
        stop,
        maxAttempts,
        purpose,
        other,
        maxPromptTokens,
        expendable);
  }

  /** The same question with all limits of an allowance but that of its attempts. */
  public ChatRequest within(Allowance allowance) {
    return new ChatRequest(
        model,
        messages,
        temperature,
        maxTokens,
        stop,
        maxAttempts,
        purpose,
        allowance.deadline(),
        allowance.promptTokens(),
        allowance.expendable());
  }
}
