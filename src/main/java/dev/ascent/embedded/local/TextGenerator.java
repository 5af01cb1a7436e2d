package dev.ascent.embedded.local;

import java.util.function.BooleanSupplier;

/** Continues prompts, one at a time; remembers the last one to be faster on the next like it. */
interface TextGenerator extends AutoCloseable {

  /** The number of tokens {@code prompt} has; may be called at any time from any thread. */
  int countTokens(String prompt);

  /**
   * Continues a prompt, and blocks until the text is complete or {@code abandoned} turns true. What
   * an abandoned call returns is incomplete.
   */
  Generation generate(String prompt, Sampling sampling, BooleanSupplier abandoned);

  @Override
  void close();
}
