package dev.ascent.core.metric;

/** The kinds of metrics that a task can name. */
public enum MetricType {
  /** Equal after trimming, folding case and collapsing white space. */
  EXACT_MATCH("exact-match"),
  /** The answer contains the expected text, after the same normalization. */
  CONTAINS("contains"),
  /** Equal as numbers within a tolerance. */
  NUMERIC("numeric"),
  /** Harmonic mean of token precision and recall. */
  F1("f1"),
  /** The answer matches a regular expression. */
  REGEX("regex"),
  /** Equal at one path of two JSON documents. */
  JSON_FIELD("json-field");

  private final String label;

  MetricType(String label) {
    this.label = label;
  }

  /** The name that task files use. */
  public String label() {
    return label;
  }
}
