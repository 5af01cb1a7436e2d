package dev.ascent.lm.limit;

import dev.ascent.lm.FaultKind;
import dev.ascent.lm.LmOutcome;
import java.util.Optional;

/** Counts refusals in windows of a second or more. Not safe to use from several threads. */
final class RefusalCounter {
  private static final long WINDOW_NANOS = 1_000_000_000L;
  private static final int LEAST_OUTCOMES = 40;

  private boolean begun;
  private long start;
  private long answered;
  private long refused;

  /** Counts an outcome, and returns the window that it ends. */
  Optional<RefusalWindow> count(LmOutcome outcome, long now) {
    if (!begun) {
      begun = true;
      start = now;
    }
    if (outcome instanceof LmOutcome.Fault fault && fault.kind() == FaultKind.THROTTLED) {
      refused++;
    } else {
      answered++;
    }
    if (now - start < WINDOW_NANOS || answered + refused < LEAST_OUTCOMES) {
      return Optional.empty();
    }
    RefusalWindow window = new RefusalWindow(now - start, answered, refused);
    start = now;
    answered = 0;
    refused = 0;
    return Optional.of(window);
  }
}
