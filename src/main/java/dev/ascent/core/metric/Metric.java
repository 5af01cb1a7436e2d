package dev.ascent.core.metric;

import dev.ascent.core.rollout.Example;
import java.util.Map;

/** Scores an answer against what is known of its example. */
public interface Metric {

  /**
   * Whether the example holds what this metric compares answers with. Examples for which this is
   * false are filtered out before anything is spent on them.
   */
  default boolean canScore(Example example) {
    return true;
  }

  /**
   * Scores one answer. An output that is missing scores 0, with a feedback that says so.
   *
   * @param example what was asked and what is known of it
   * @param outputs the program's outputs by field name, as text
   * @throws IllegalArgumentException if the metric cannot score this example
   */
  Score score(Example example, Map<String, String> outputs);
}
