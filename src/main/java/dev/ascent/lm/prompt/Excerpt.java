package dev.ascent.lm.prompt;

import dev.ascent.core.text.Shortened;

/** The beginning of a text on one line, for reasons that people read. */
public final class Excerpt {
  private static final int LENGTH = 200;

  private Excerpt() {}

  /** At most 200 characters of the text, its line breaks and control characters as blanks. */
  public static String of(String text) {
    String head = Shortened.to(LENGTH, text);
    StringBuilder line = new StringBuilder(head.length());
    head.codePoints().map(c -> isPrintable(c) ? c : ' ').forEach(line::appendCodePoint);
    return line.toString().strip();
  }

  private static boolean isPrintable(int codePoint) {
    int type = Character.getType(codePoint);
    return !Character.isISOControl(codePoint)
        && type != Character.SURROGATE
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }
}
