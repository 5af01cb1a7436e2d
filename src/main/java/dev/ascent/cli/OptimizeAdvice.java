package dev.ascent.cli;

import dev.ascent.lm.client.LmMeter;
import java.util.ArrayList;
import java.util.List;

/** What people should know of a search that could not be a good one. */
final class OptimizeAdvice {
  /** Above this share of all calls of rollouts, answers that are missing or unreadable are told. */
  private static final double MANY = 0.1;

  private OptimizeAdvice() {}

  /** Lines on answers that did not come or could not be read, where there are many. */
  static List<String> unanswered(LmMeter meter) {
    List<String> lines = new ArrayList<>();
    long calls = meter.answeredRollouts() + meter.faultedRollouts();
    if (meter.faultedRollouts() > MANY * calls) {
      lines.add(
          meter.faultedRollouts()
              + " of "
              + calls
              + " calls of rollouts had no answer; their rollouts have no score");
    }
    if (meter.unreadable() > MANY * calls) {
      lines.add(
          meter.unreadable()
              + " of "
              + calls
              + " calls of rollouts had an answer that could not be read, which scores 0;"
              + " ascent predict --verbose shows what the model says");
    }
    return lines;
  }
}
