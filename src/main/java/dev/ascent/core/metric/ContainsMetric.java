package dev.ascent.core.metric;

/**
 * 1 where the answer contains the expected text, ignoring case and the amount of white space.
 *
 * <p>A blank expectation, which every answer contains, cannot be scored.
 */
public final class ContainsMetric extends ExpectedFieldMetric {
  public ContainsMetric(String field) {
    super(field);
  }

  @Override
  boolean canCompareWith(String expected) {
    return !expected.isBlank();
  }

  @Override
  Score compare(String expected, String answer) {
    return FoldedText.of(answer).contains(FoldedText.of(expected))
        ? new Score(1, "correct: the answer contains " + Verdict.quote(expected))
        : new Score(
            0,
            "expected an answer that contains "
                + Verdict.quote(expected)
                + ", got "
                + Verdict.quote(answer));
  }
}
