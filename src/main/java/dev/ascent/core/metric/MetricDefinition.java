package dev.ascent.core.metric;

/**
 * A task's metric.
 *
 * @param type what is compared, and how
 * @param field the output that is scored
 * @param tolerance of {@link MetricType#NUMERIC}: the largest absolute difference that counts as
 *     equal; 0 otherwise
 * @param pattern of {@link MetricType#REGEX}: the expression, searched for in the answer; empty
 *     means that the example's expected value is the expression
 * @param path of {@link MetricType#JSON_FIELD}: a JSON Pointer into the field's document; empty
 *     otherwise
 */
public record MetricDefinition(
    MetricType type, String field, double tolerance, String pattern, String path) {}
