package dev.ascent.core.metric;

import dev.ascent.core.text.Shortened;

/** The wordings of feedback that the metrics share. */
final class Verdict {
  private static final int QUOTE_LENGTH = 200;

  private Verdict() {}

  static Score right(String answer) {
    return new Score(1, "correct: " + quote(answer));
  }

  static Score wrong(String expected, String answer) {
    return new Score(0, "expected " + quote(expected) + ", got " + quote(answer));
  }

  static Score missing(String field) {
    return new Score(0, "the answer has no field '" + field + "'");
  }

  /** The text in quotes, cut short where it is long. */
  static String quote(String text) {
    return '"' + Shortened.to(QUOTE_LENGTH, text) + '"';
  }
}
