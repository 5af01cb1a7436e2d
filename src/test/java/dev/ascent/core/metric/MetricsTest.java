package dev.ascent.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ascent.core.rollout.Example;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTest {
  /** Knows documents of the form {@code path=value} only. */
  private static final JsonFieldReader ONE_VALUE_DOCUMENTS =
      (document, pointer) ->
          document.startsWith(pointer + "=")
              ? Optional.of(document.substring(pointer.length() + 1))
              : Optional.empty();

  @ParameterizedTest
  @EnumSource(MetricType.class)
  void aMissingOutputScoresZeroAndSaysSo(MetricType type) {
    Metric metric = metric(type, 0, "[0-9]+", "/total");
    String expected = type == MetricType.JSON_FIELD ? "/total=12" : "12";
    Score score = metric.score(expecting(expected), Map.of());
    assertThat(score).isEqualTo(new Score(0, "the answer has no field 'answer'"));
  }

  @ParameterizedTest
  @EnumSource(MetricType.class)
  void anExampleThatExpectsNothingOfTheFieldCannotBeScored(MetricType type) {
    Metric metric = metric(type, 0, "", "/total");
    Example unlabelled = Example.labelled("r-7", Map.of(), Map.of("other", "12"));
    assertThat(metric.canScore(unlabelled)).isFalse();
    assertThatThrownBy(() -> metric.score(unlabelled, Map.of("answer", "12")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("r-7")
        .hasMessageContaining("answer");
  }

  @Test
  void exactMatchIgnoresCaseAndWhiteSpace() {
    Metric metric = metric(MetricType.EXACT_MATCH);
    assertThat(score(metric, "card  lost", " Card\nlost ")).isEqualTo(1);
    assertThat(score(metric, "card lost", "card lost.")).isZero();
    assertThat(metric.score(expecting("billing"), answering("returns")).feedback())
        .isEqualTo("expected \"billing\", got \"returns\"");
  }

  @Test
  void longTextsAreCutInFeedback() {
    String feedback =
        metric(MetricType.EXACT_MATCH)
            .score(expecting("billing"), answering("x".repeat(100_000)))
            .feedback();
    assertThat(feedback).hasSizeLessThan(300).endsWith("x...\"");
  }

  @Test
  void containsLooksForTheExpectedTextAnywhere() {
    Metric metric = metric(MetricType.CONTAINS);
    assertThat(score(metric, "new york", "It is in New  York.")).isEqualTo(1);
    assertThat(score(metric, "boston", "It is in New York.")).isZero();
    assertThat(metric.canScore(expecting(" "))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1234.5|$1,234.50",
        "12|12%",
        "42|The answer is 42.",
        "42|**42**",
        "-5|-$5",
        "-5|$-5",
        "-5|\u22125",
        "2000|2e3",
        "0.5|.5",
        "5|5 kg",
        "1|+1.0",
      })
  void numbersAreReadOutOfTheirSurroundings(String expected, String answer) {
    assertThat(score(metric(MetricType.NUMERIC), expected, answer)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"5k", "v5", "5 or 6", "5-6", "1,2,3", "five", "", "1e9999999999", "2024-01-05"})
  void whatIsNotExactlyOneNumberScoresZero(String answer) {
    Score score = metric(MetricType.NUMERIC).score(expecting("5"), answering(answer));
    assertThat(score.value()).isZero();
    assertThat(score.feedback()).contains("not exactly one number");
  }

  @Test
  void theToleranceIsExactInDecimals() {
    Metric metric = metric(MetricType.NUMERIC, 0.1, "", "");
    assertThat(score(metric, "1.0", "1.1")).isEqualTo(1);
    assertThat(score(metric, "1.0", "1.11")).isZero();
    assertThat(metric.score(expecting("1.0"), answering("1.11")).feedback())
        .isEqualTo("expected \"1.0\", got \"1.11\": off by 0.11");
    assertThatThrownBy(() -> new NumericMetric("answer", -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void f1WeighsSharedTokensAgainstBothSides() {
    Metric metric = metric(MetricType.F1);
    assertThat(score(metric, "The cat sat", "a cat SAT!")).isEqualTo(1);
    assertThat(score(metric, "cat sat down", "cat")).isEqualTo(0.5);
    assertThat(score(metric, "cat", "dog")).isZero();
    assertThat(score(metric, "cat", "cat cat")).isBetween(0.66, 0.67);
    assertThat(score(metric, "the", "the")).isEqualTo(1);
    assertThat(score(metric, "", "")).isEqualTo(1);
    assertThat(metric.score(expecting("cat sat"), answering("cat ran")).feedback())
        .endsWith("; missing: sat; not expected: ran");
  }

  @Test
  void aRegexComesFromTheTaskOrFromTheExample() {
    assertThat(score(metric(MetricType.REGEX, 0, "^\\d{4}$", ""), "ignored", "1234")).isEqualTo(1);
    assertThat(score(metric(MetricType.REGEX), "(?i)refund", "A REFUND is due")).isEqualTo(1);
    assertThat(score(metric(MetricType.REGEX), "^refund$", "no refund")).isZero();
  }

  @Test
  void aMalformedRegexIsRefusedInTheTaskAndMakesAnExampleUnusable() {
    assertThatThrownBy(() -> metric(MetricType.REGEX, 0, "(", ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(metric(MetricType.REGEX).canScore(expecting("("))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a+)+$", "(a|aa)+$", "(?:a|b)*c"})
  void aRegexThatBacktracksWithoutEndIsGivenUp(String expression) {
    Score score =
        metric(MetricType.REGEX).score(expecting(expression), answering("a".repeat(50_000) + "!"));
    assertThat(score.value()).isZero();
    assertThat(score.feedback()).contains("given up");
  }

  @Test
  void jsonDocumentsAreComparedAtOnePath() {
    Metric metric = metric(MetricType.JSON_FIELD, 0, "", "/total");
    assertThat(score(metric, "/total=Nine", "/total=nine")).isEqualTo(1);
    assertThat(score(metric, "/total=9", "/total=8")).isZero();
    assertThat(metric.score(expecting("/total=9"), answering("no document")).feedback())
        .isEqualTo("expected JSON with \"9\" at /total, got \"no document\"");
  }

  private static Metric metric(MetricType type) {
    return metric(type, 0, "", "");
  }

  private static Metric metric(MetricType type, double tolerance, String pattern, String path) {
    return Metrics.create(
        new MetricDefinition(type, "answer", tolerance, pattern, path), ONE_VALUE_DOCUMENTS);
  }

  private static double score(Metric metric, String expected, String answer) {
    return metric.score(expecting(expected), answering(answer)).value();
  }

  private static Example expecting(String value) {
    return Example.labelled("r-1", Map.of(), Map.of("answer", value));
  }

  private static Map<String, String> answering(String value) {
    return Map.of("answer", value);
  }
}
