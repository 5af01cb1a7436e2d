package dev.ascent.embedded.local;

/**
 * The text a model generated.
 *
 * @param tokens the number of tokens generated, the one that ended the text included
 */
record Generation(String text, FinishReason finishReason, int tokens) {

  /** Why the text ended, as the OpenAI API names it. */
  enum FinishReason {
    /** The model ended its message, or a stop sequence came. */
    STOP,
    /** The limit on tokens was reached. */
    LENGTH
  }
}
