package dev.ascent.core.metric;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * 1 where answer and expectation are the same number within an absolute tolerance.
 *
 * <p>What counts as a number is defined by {@link NumberInText}. An expectation without one cannot
 * be scored; an answer without one scores 0.
 */
public final class NumericMetric extends ExpectedFieldMetric {
  private final BigDecimal tolerance;

  /**
   * @param field the output that is scored
   * @param tolerance the largest absolute difference that counts as equal; not negative
   */
  public NumericMetric(String field, double tolerance) {
    super(field);
    if (!(tolerance >= 0) || Double.isInfinite(tolerance)) {
      throw new IllegalArgumentException("tolerance must be at least 0, got " + tolerance);
    }
    this.tolerance = BigDecimal.valueOf(tolerance);
  }

  @Override
  boolean canCompareWith(String expected) {
    return NumberInText.find(expected).isPresent();
  }

  @Override
  Score compare(String expected, String answer) {
    BigDecimal wanted = NumberInText.find(expected).orElseThrow();
    Optional<BigDecimal> found = NumberInText.find(answer);
    if (found.isEmpty()) {
      return new Score(
          0,
          "expected the number "
              + Verdict.quote(expected)
              + ", got "
              + Verdict.quote(answer)
              + ", which is not exactly one number");
    }
    BigDecimal difference = found.get().subtract(wanted).abs();
    return difference.compareTo(tolerance) <= 0
        ? Verdict.right(answer)
        : new Score(
            0, Verdict.wrong(expected, answer).feedback() + ": off by " + difference.toString());
  }
}
