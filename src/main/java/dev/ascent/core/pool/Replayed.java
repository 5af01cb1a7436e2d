package dev.ascent.core.pool;

/** What a journal entry did to a pool. */
public sealed interface Replayed {

  /** It applied. */
  record Applied(Pool pool) implements Replayed {}

  /** Another entry took its version, or its writer owns the task no more: it never happened. */
  record Ignored(String reason) implements Replayed {}

  /** Entries before it are missing: the pool can't be trusted until a snapshot is found. */
  record Gap(long expected, long found) implements Replayed {

    /** Names the missing entries by their versions. */
    public String missing() {
      return found - expected == 1
          ? "journal entry " + expected + " is missing"
          : "journal entries " + expected + " to " + (found - 1) + " are missing";
    }
  }
}
