package dev.ascent.core.strategy;

import dev.ascent.core.program.Field;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Feedback;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a log tells of the answer that the service gave to an example, as inputs of a question. */
final class LoggedAnswer {
  private static final Field OUTPUTS =
      Field.text("logged_outputs", "data: what the service answered to this input at the time");
  private static final Field SCORE =
      Field.text("logged_score", "data: how that answer was rated; 1 is best, 0 is worst");
  private static final Field FEEDBACK =
      Field.text("logged_feedback", "data: what people said of that answer, in their words");

  private LoggedAnswer() {}

  /**
   * What is known, by the input that shows it; what is not known has none.
   *
   * @return empty where nobody said anything of the answer: what a service answered teaches nothing
   *     by itself, as it may have been right or wrong
   */
  static Map<Field, Object> of(Example example) {
    Map<Field, Object> shown = new LinkedHashMap<>();
    Feedback feedback = example.feedback();
    if (feedback == null || (feedback.score() == null && !feedback.hasText())) {
      return shown;
    }
    if (!example.outputs().isEmpty()) {
      shown.put(OUTPUTS, example.outputs());
    }
    if (feedback.score() != null) {
      shown.put(SCORE, feedback.score());
    }
    if (feedback.hasText()) {
      shown.put(FEEDBACK, feedback.text());
    }
    return shown;
  }
}
