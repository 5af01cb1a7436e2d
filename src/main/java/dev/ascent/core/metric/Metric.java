package dev.ascent.core.metric;

import dev.ascent.core.rollout.Example;
import java.util.Map;

/** Scores an answer against what is known of its example. */
public interface Metric {

  /**
   * Scores one answer.
   *
   * @param example what was asked and what is known of it
   * @param outputs the program's outputs by field name, as text
   */
  Score score(Example example, Map<String, String> outputs);
}
