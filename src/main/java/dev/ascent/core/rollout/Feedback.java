package dev.ascent.core.rollout;

/**
 * What was said of a logged output.
 *
 * @param score in [0, 1], or null where only words were given
 * @param text in words; may be empty
 */
public record Feedback(Double score, String text) {

  /** Whether anything was said in words. */
  public boolean hasText() {
    return !text.isBlank();
  }
}
