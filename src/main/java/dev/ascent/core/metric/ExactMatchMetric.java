package dev.ascent.core.metric;

/** 1 where the answer equals the expected text, ignoring case and the amount of white space. */
public final class ExactMatchMetric extends ExpectedFieldMetric {
  public ExactMatchMetric(String field) {
    super(field);
  }

  @Override
  Score compare(String expected, String answer) {
    return FoldedText.of(expected).equals(FoldedText.of(answer))
        ? Verdict.right(answer)
        : Verdict.wrong(expected, answer);
  }
}
