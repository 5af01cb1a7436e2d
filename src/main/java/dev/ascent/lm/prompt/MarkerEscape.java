package dev.ascent.lm.prompt;

import java.util.regex.Pattern;

/**
 * Keeps values from looking like the markers of {@link ChatFormat}.
 *
 * <p>A value comes from a log, and one that holds a line {@code [[ ## label ## ]]} would otherwise
 * forge a field. Escaping puts one more backslash before the hash of everything that begins like a
 * marker, wherever it stands; unescaping takes one away. So every value survives the way into a
 * prompt and back, and no escaped value holds a marker.
 */
final class MarkerEscape {
  private static final String MARKER_START = "[[";
  private static final Pattern PLAIN = Pattern.compile("(\\[\\[\\h*)(\\\\*#)");
  private static final Pattern ESCAPED = Pattern.compile("(\\[\\[\\h*)\\\\(\\\\*#)");

  private MarkerEscape() {}

  static String escape(String value) {
    return value.contains(MARKER_START) ? PLAIN.matcher(value).replaceAll("$1\\\\$2") : value;
  }

  static String unescape(String value) {
    return value.contains(MARKER_START) ? ESCAPED.matcher(value).replaceAll("$1$2") : value;
  }
}
