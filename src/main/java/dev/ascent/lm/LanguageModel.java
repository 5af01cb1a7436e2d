package dev.ascent.lm;

import java.util.concurrent.CompletableFuture;

/** Something that answers chat prompts. */
public interface LanguageModel extends AutoCloseable {

  /**
   * Asks the model. The future always completes normally, with an answer or a fault; it never
   * blocks the caller. Who cancels it gives the call up; the server may have seen it by then.
   */
  CompletableFuture<LmOutcome> complete(ChatRequest request);

  /** Hears that an answer to a program could not be read. */
  default void unreadable() {}

  @Override
  void close();
}
