package dev.ascent.lm;

import java.util.concurrent.CompletableFuture;

/** Something that answers chat prompts. */
public interface LanguageModel extends AutoCloseable {

  /**
   * Asks the model. The future always completes normally, with an answer or a fault; it never
   * blocks the caller. Cancelling it need not give the call up: calls are retried, joined and
   * shared, and end by their deadlines. Where it does, the server may have seen the call by then.
   */
  CompletableFuture<LmOutcome> complete(ChatRequest request);

  /** Hears that an answer to a program could not be read. */
  default void unreadable() {}

  @Override
  void close();
}
