package dev.ascent.core.text;

/** The beginning of a text that may be too long to show. */
public final class Shortened {
  private Shortened() {}

  /**
   * The text, or as much of it as the given number of UTF-16 units holds with {@code ...} behind
   * it. A character of two units is not split.
   */
  public static String to(int length, String text) {
    if (text.length() <= length) {
      return text;
    }
    boolean splits = length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
    return text.substring(0, splits ? length - 1 : length) + "...";
  }
}
