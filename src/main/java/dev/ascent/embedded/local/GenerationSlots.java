package dev.ascent.embedded.local;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Shares prompts out among generators: a slot is a generator and its thread. */
final class GenerationSlots implements AutoCloseable {

  private static final int LONGEST_RUN = 32;

  private final SlotQueue queue;
  private final List<Thread> threads;

  private volatile boolean closing;

  GenerationSlots(List<? extends TextGenerator> generators) {
    this.queue = new SlotQueue(generators.size(), LONGEST_RUN);
    this.threads =
        IntStream.range(0, generators.size())
            .mapToObj(slot -> startThread(slot, generators.get(slot)))
            .toList();
  }

  /**
   * Continues {@code prompt} when a slot is free. Cancelling the result frees the slot at the next
   * token.
   *
   * @param prefix the part of the prompt that similar prompts have in common
   */
  CompletableFuture<Generation> generate(String prompt, String prefix, Sampling sampling) {
    CompletableFuture<Generation> generation = new CompletableFuture<>();
    queue.add(new PendingCompletion(prompt, prefix, sampling, generation));
    return generation;
  }

  /** Cancels everything, and returns when no slot is in use. */
  @Override
  public void close() {
    closing = true;
    queue.close();
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Thread startThread(int slot, TextGenerator generator) {
    Thread thread = new Thread(() -> serve(slot, generator), "local-model-slot-" + slot);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void serve(int slot, TextGenerator generator) {
    try {
      Optional<PendingCompletion> next = queue.take(slot);
      while (next.isPresent()) {
        complete(next.get(), generator);
        next = queue.take(slot);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void complete(PendingCompletion pending, TextGenerator generator) {
    try {
      Generation generation =
          generator.generate(
              pending.prompt(), pending.sampling(), () -> closing || pending.isAbandoned());
      if (closing) {
        pending.generation().cancel(false);
      } else {
        pending.generation().complete(generation);
      }
    } catch (Throwable e) {
      // An error too is the answer to this prompt alone: the slot goes on with the next one.
      pending.generation().completeExceptionally(e);
    }
  }
}
