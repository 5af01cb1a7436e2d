package dev.ascent.lm.limit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Whose turn it is among those who wait for one pace. All of them wake up at the same moment, and
 * by chance it might be the same one first every time. Not safe to use from several threads.
 */
final class PaceTurns {
  private final Map<Object, Long> lastStarts = new HashMap<>();
  private final Set<Object> waiting = new HashSet<>();
  private long starts;

  /** Notes that one has to wait for the pace. */
  void waits(Object one) {
    waiting.add(one);
  }

  /**
   * Whether one should let others go first, who wait too and have started longer ago. They may have
   * gone meanwhile, so that it has to be asked only once.
   */
  boolean letsOthersGo(Object one) {
    long own = lastStart(one);
    boolean others = waiting.stream().anyMatch(other -> other != one && lastStart(other) < own);
    waiting.clear();
    return others;
  }

  private long lastStart(Object one) {
    return lastStarts.getOrDefault(one, 0L);
  }

  /** Notes that one has started. */
  void started(Object one) {
    lastStarts.put(one, ++starts);
    waiting.clear();
  }

  void forget(Object one) {
    lastStarts.remove(one);
    waiting.remove(one);
  }
}
