package dev.ascent.embedded.simulated;

/** A prompt as a world understood it. */
public interface Question {

  /** What a question is for. */
  enum Kind {
    /** It asks for the task's own answer. */
    ROLLOUT,
    /** It asks for advice, instructions or any other text about the task. */
    REFLECTION
  }

  Kind kind();

  /**
   * The model's answer.
   *
   * @param occurrence how many times exactly this prompt was answered before
   */
  String answer(int occurrence);
}
