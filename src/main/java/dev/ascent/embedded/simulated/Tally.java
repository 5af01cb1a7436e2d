package dev.ascent.embedded.simulated;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The counters behind {@link ServerStats}; safe for use by several threads. */
final class Tally {
  private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
  private long requests;
  private long rollouts;
  private long reflections;
  private long promptTokens;
  private long completionTokens;
  private int inFlight;
  private int maxInFlight;

  /** Counts an arrival and returns how many came before it. */
  synchronized long arrived() {
    inFlight++;
    maxInFlight = Math.max(maxInFlight, inFlight);
    return requests++;
  }

  synchronized void asked(Question.Kind kind, int answers) {
    if (kind == Question.Kind.ROLLOUT) {
      rollouts += answers;
    } else {
      reflections += answers;
    }
  }

  synchronized long rollouts() {
    return rollouts;
  }

  synchronized void faulted(Fault fault) {
    faults.merge(fault, 1L, Long::sum);
  }

  synchronized void answered(long promptTokensUsed, long completionTokensUsed) {
    promptTokens += promptTokensUsed;
    completionTokens += completionTokensUsed;
  }

  synchronized void ended() {
    inFlight--;
  }

  synchronized ServerStats snapshot() {
    Map<String, Long> byLabel = new LinkedHashMap<>();
    for (Fault fault : Fault.values()) {
      byLabel.put(fault.label(), faults.getOrDefault(fault, 0L));
    }
    return new ServerStats(
        requests,
        rollouts,
        reflections,
        byLabel,
        promptTokens,
        completionTokens,
        inFlight,
        maxInFlight);
  }
}
