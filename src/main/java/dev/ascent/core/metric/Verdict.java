package dev.ascent.core.metric;

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
    if (text.length() <= QUOTE_LENGTH) {
      return '"' + text + '"';
    }
    int end = Character.isHighSurrogate(text.charAt(QUOTE_LENGTH - 1)) ? 1 : 0;
    return '"' + text.substring(0, QUOTE_LENGTH - end) + "...\"";
  }
}
