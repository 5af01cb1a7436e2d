package dev.ascent.core.metric;

import dev.ascent.core.rollout.Example;
import java.util.Map;

/** A metric that compares one output field with the value that its example expects there. */
abstract class ExpectedFieldMetric implements Metric {
  private final String field;

  ExpectedFieldMetric(String field) {
    this.field = field;
  }

  @Override
  public final boolean canScore(Example example) {
    String expected = example.expected().get(field);
    return expected != null && canCompareWith(expected);
  }

  @Override
  public final Score score(Example example, Map<String, String> outputs) {
    if (!canScore(example)) {
      throw new IllegalArgumentException(
          "example '" + example.id() + "' expects nothing usable of field '" + field + "'");
    }
    String answer = outputs.get(field);
    return answer == null ? Verdict.missing(field) : compare(example.expected().get(field), answer);
  }

  /** Whether an expected value is one that answers can be compared with. */
  boolean canCompareWith(String expected) {
    return true;
  }

  /** Scores an answer that is present against an expected value that can be compared with. */
  abstract Score compare(String expected, String answer);
}
