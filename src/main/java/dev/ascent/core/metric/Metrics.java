package dev.ascent.core.metric;

/** Makes metrics from what task files say of them. */
public final class Metrics {
  private Metrics() {}

  /**
   * The metric that a definition describes.
   *
   * @throws IllegalArgumentException if its regular expression is malformed, its tolerance is
   *     negative or its path is no JSON Pointer
   */
  public static Metric create(MetricDefinition definition, JsonFieldReader reader) {
    String field = definition.field();
    return switch (definition.type()) {
      case EXACT_MATCH -> new ExactMatchMetric(field);
      case CONTAINS -> new ContainsMetric(field);
      case NUMERIC -> new NumericMetric(field, definition.tolerance());
      case F1 -> new F1Metric(field);
      case REGEX -> new RegexMetric(field, definition.pattern());
      case JSON_FIELD -> new JsonFieldMetric(field, definition.path(), reader);
    };
  }
}
