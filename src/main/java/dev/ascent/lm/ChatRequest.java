package dev.ascent.lm;

import java.util.List;

/**
 * One question to a model.
 *
 * @param model as the server knows it
 * @param messages the prompt
 * @param temperature or null for the server's default
 * @param maxTokens of each answer, or null for the server's default
 * @param stop texts that end the answer where they appear; may be empty
 * @param purpose what the answer is for
 * @param allowance what it may take
 * @param alike how many questions of this prompt and these settings come at about the same time,
 *     this one included; they may be asked in one request
 * @param samples how many answers, drawn apart from each other, it asks for; at least 1
 */
public record ChatRequest(
    String model,
    List<ChatMessage> messages,
    Double temperature,
    Integer maxTokens,
    List<String> stop,
    Purpose purpose,
    Allowance allowance,
    int alike,
    int samples) {

  /** What answers are for. */
  public enum Purpose {
    /** They are a program's. */
    ROLLOUT,
    /** A strategy makes a candidate of them. */
    REFLECTION
  }

  /** A program's question of one answer that nobody else asks. */
  public ChatRequest(
      String model,
      List<ChatMessage> messages,
      Double temperature,
      Integer maxTokens,
      List<String> stop,
      Allowance allowance) {
    this(model, messages, temperature, maxTokens, stop, Purpose.ROLLOUT, allowance, 1, 1);
  }

  /** Whether the prompt alone decides the answer. */
  public boolean isGreedy() {
    return temperature != null && temperature == 0;
  }

  /** The same question in other words. */
  public ChatRequest withMessages(List<ChatMessage> other) {
    return new ChatRequest(
        model, other, temperature, maxTokens, stop, purpose, allowance, alike, samples);
  }

  /** The same question for something else. */
  public ChatRequest withPurpose(Purpose other) {
    return new ChatRequest(
        model, messages, temperature, maxTokens, stop, other, allowance, alike, samples);
  }

  /** The same question with another allowance of attempts. */
  public ChatRequest withAttempts(int other) {
    return other == allowance.attempts() ? this : within(allowance.withAttempts(other));
  }

  /** The same question with another allowance. */
  public ChatRequest within(Allowance other) {
    return new ChatRequest(
        model, messages, temperature, maxTokens, stop, purpose, other, alike, samples);
  }

  /** The same question as one of so many. */
  public ChatRequest withAlike(int other) {
    return other == alike
        ? this
        : new ChatRequest(
            model, messages, temperature, maxTokens, stop, purpose, allowance, other, samples);
  }

  /** The same question for so many answers. */
  public ChatRequest withSamples(int other) {
    return new ChatRequest(
        model, messages, temperature, maxTokens, stop, purpose, allowance, alike, other);
  }
}
