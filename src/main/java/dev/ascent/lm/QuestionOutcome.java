package dev.ascent.lm;

import dev.ascent.core.rollout.Usage;
import java.util.Map;

/** How a question of a strategy ended. */
public sealed interface QuestionOutcome {

  /** What it took. */
  Usage usage();

  /**
   * The model answered.
   *
   * @param outputs by field name: texts, or maps and lists for JSON fields
   * @param usage what it took
   */
  record Answered(Map<String, Object> outputs, Usage usage) implements QuestionOutcome {}

  /**
   * There is no answer to work with.
   *
   * @param reason for people, without anything that differs from call to call
   * @param usage what it took
   * @param systemicFault why every further question would end the same way, for people; empty where
   *     one may not
   */
  record Unanswered(String reason, Usage usage, String systemicFault) implements QuestionOutcome {}
}
