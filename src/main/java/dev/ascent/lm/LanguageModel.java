package dev.ascent.lm;

import java.util.concurrent.CompletableFuture;

/** Something that answers chat prompts. */
public interface LanguageModel extends AutoCloseable {

  /**
   * Asks the model. The future always completes normally, with an answer or a fault; it never
   * blocks the caller.
   */
  CompletableFuture<LmOutcome> complete(ChatRequest request);

  @Override
  void close();
}
