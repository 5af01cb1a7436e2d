package dev.ascent.core.metric;

import java.util.Locale;
import java.util.regex.Pattern;

/** Text as metrics compare it: trimmed, in lower case, every run of white space one blank. */
final class FoldedText {
  private static final Pattern WHITE_SPACE =
      Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

  private FoldedText() {}

  static String of(String text) {
    return WHITE_SPACE.matcher(text).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
  }
}
