package dev.ascent.subscriber;

import java.util.regex.Pattern;

/**
 * Keeps values from looking like the markers that separate a prompt's fields, such as {@code [[ ##
 * label ## ]]}: one more backslash goes before the hash of everything that begins like a marker.
 */
final class MarkerEscape {
  private static final Pattern PLAIN = Pattern.compile("(\\[\\[\\h*)(\\\\*#)");
  private static final Pattern ESCAPED = Pattern.compile("(\\[\\[\\h*)\\\\(\\\\*#)");

  private MarkerEscape() {}

  static String escape(String value) {
    return PLAIN.matcher(value).replaceAll("$1\\\\$2");
  }

  static String unescape(String value) {
    return ESCAPED.matcher(value).replaceAll("$1$2");
  }
}
