package dev.ascent.core.metric;

import dev.ascent.core.rollout.Example;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * 1 where a regular expression is found in the answer: the metric's own, or without one each
 * example's expected text.
 *
 * <p>Expressions and answers may be hostile, so that a search takes a bounded number of steps; one
 * that takes more scores 0 and says so.
 */
public final class RegexMetric implements Metric {
  private final String field;
  private final Optional<Pattern> ownPattern;

  /**
   * @param field the output that is scored
   * @param expression the expression, or empty for the example's expected value
   * @throws IllegalArgumentException if the expression is malformed
   */
  public RegexMetric(String field, String expression) {
    this.field = field;
    this.ownPattern =
        expression.isEmpty() ? Optional.empty() : Optional.of(Pattern.compile(expression));
  }

  @Override
  public boolean canScore(Example example) {
    return patternFor(example).isPresent();
  }

  @Override
  public Score score(Example example, Map<String, String> outputs) {
    Pattern pattern =
        patternFor(example)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "example '"
                            + example.id()
                            + "' expects no regular expression of field '"
                            + field
                            + "'"));
    String answer = outputs.get(field);
    return answer == null ? Verdict.missing(field) : search(pattern, answer);
  }

  private Optional<Pattern> patternFor(Example example) {
    return ownPattern.isPresent() ? ownPattern : compile(example.expected().get(field));
  }

  private static Optional<Pattern> compile(String expression) {
    if (expression == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Pattern.compile(expression));
    } catch (PatternSyntaxException malformed) {
      return Optional.empty();
    }
  }

  private static Score search(Pattern pattern, String answer) {
    String wanted = "a match of " + Verdict.quote(pattern.pattern());
    try {
      return pattern.matcher(new StepLimitedText(answer)).find()
          ? new Score(1, "correct: the answer has " + wanted)
          : new Score(0, "expected " + wanted + ", got " + Verdict.quote(answer));
    } catch (StepLimitedText.LimitReachedException | StackOverflowError tooHard) {
      return new Score(0, "the search for " + wanted + " took too long and was given up");
    }
  }
}
