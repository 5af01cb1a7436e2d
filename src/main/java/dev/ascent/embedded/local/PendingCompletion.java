package dev.ascent.embedded.local;

import java.util.concurrent.CompletableFuture;

/**
 * A prompt that waits for a slot, or is being continued in one.
 *
 * @param prompt the rendered chat
 * @param prefix the part of the chat that similar requests have in common
 * @param generation completes with what was generated; cancelling it abandons the prompt
 */
record PendingCompletion(
    String prompt, String prefix, Sampling sampling, CompletableFuture<Generation> generation) {

  boolean isAbandoned() {
    return generation.isDone();
  }
}
