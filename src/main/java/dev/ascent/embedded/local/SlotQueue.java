package dev.ascent.embedded.local;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Prompts that wait for a slot, handed out so that prompts with the same prefix follow each other.
 *
 * <p>A slot that just answered a prompt still holds the attention state of its prefix, and answers
 * the next prompt with that prefix several times faster. So a slot gets a prompt with its own
 * prefix if there is one, else one with a prefix that no slot is on, else any; among equals the
 * oldest. After a long run on one prefix it gets the oldest of all, so that nothing waits forever.
 */
final class SlotQueue {

  private final int longestRun;
  private final String[] prefixes;
  private final int[] runs;
  private final List<PendingCompletion> waiting = new ArrayList<>();
  private boolean closed;

  /**
   * @param longestRun how many prompts in a row a slot takes by their prefix
   */
  SlotQueue(int slots, int longestRun) {
    this.longestRun = longestRun;
    this.prefixes = new String[slots];
    this.runs = new int[slots];
  }

  /** Adds a prompt, or cancels it if the queue is closed. */
  synchronized void add(PendingCompletion completion) {
    if (closed) {
      completion.generation().cancel(false);
      return;
    }
    waiting.add(completion);
    notify();
  }

  /** Waits for a prompt for {@code slot}; empty once the queue is closed. */
  synchronized Optional<PendingCompletion> take(int slot) throws InterruptedException {
    while (!closed) {
      waiting.removeIf(PendingCompletion::isAbandoned);
      if (!waiting.isEmpty()) {
        return Optional.of(assign(slot, choose(slot)));
      }
      wait();
    }
    return Optional.empty();
  }

  /** Cancels what waits, and everything added from now on. */
  synchronized void close() {
    closed = true;
    waiting.forEach(completion -> completion.generation().cancel(false));
    waiting.clear();
    notifyAll();
  }

  private PendingCompletion choose(int slot) {
    PendingCompletion oldest = waiting.get(0);
    if (runs[slot] >= longestRun) {
      return oldest;
    }
    return oldest(completion -> completion.prefix().equals(prefixes[slot]))
        .or(() -> oldest(completion -> !Arrays.asList(prefixes).contains(completion.prefix())))
        .orElse(oldest);
  }

  private Optional<PendingCompletion> oldest(Predicate<PendingCompletion> condition) {
    return waiting.stream().filter(condition).findFirst();
  }

  private PendingCompletion assign(int slot, PendingCompletion chosen) {
    boolean continuesRun = chosen.prefix().equals(prefixes[slot]) && runs[slot] < longestRun;
    runs[slot] = continuesRun ? runs[slot] + 1 : 1;
    prefixes[slot] = chosen.prefix();
    waiting.remove(chosen);
    return chosen;
  }
}
