package dev.ascent.cli;

import java.util.Locale;

/** How figures are written for people. */
final class Figures {
  private Figures() {}

  /** A score in [0, 1]. */
  static String score(double value) {
    return format("%.3f", value);
  }

  /** A difference of scores, with its sign. */
  static String difference(double value) {
    return format("%+.3f", value);
  }

  static String interval(double low, double high) {
    return format("[%.3f, %.3f]", low, high);
  }

  static String differenceInterval(double low, double high) {
    return format("[%+.3f, %+.3f]", low, high);
  }

  /** US dollars without the sign, to a hundredth of a cent. */
  static String usd(double value) {
    return format("%.4f", value);
  }

  /** A whole number with its thousands apart. */
  static String count(long value) {
    return format("%,d", value);
  }

  /** So many of something, in the singular for one. */
  static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
