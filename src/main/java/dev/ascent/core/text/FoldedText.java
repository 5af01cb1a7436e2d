package dev.ascent.core.text;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Arrays;

/**
 * A text in which letters and digits that look alike are alike, and in which nothing is hidden:
 * each character is in Unicode's form NFKC, and those that are not shown, such as spaces without
 * width, are left out. What is found in it is found in the text itself.
 */
public final class FoldedText {
  private final String folded;

  /** Where each folded character stands in the text, and one more for the end. */
  private final int[] origins;

  private FoldedText(String folded, int[] origins) {
    this.folded = folded;
    this.origins = origins;
  }

  public static FoldedText of(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    int[] origins = new int[text.length() + 1];
    int length = 0;
    for (int at = 0; at < text.length(); ) {
      int character = text.codePointAt(at);
      String shown = shown(character);
      folded.append(shown);
      if (length + shown.length() >= origins.length) {
        origins = Arrays.copyOf(origins, 2 * (length + shown.length() + 1));
      }
      for (int i = 0; i < shown.length(); i++) {
        origins[length++] = at;
      }
      at += Character.charCount(character);
    }
    origins[length] = text.length();
    return new FoldedText(folded.toString(), origins);
  }

  private static String shown(int character) {
    if (character < 0x80) {
      return Character.toString(character);
    }
    if (isHidden(character)) {
      return "";
    }
    int digit = Character.digit(character, 10);
    return digit >= 0
        ? Integer.toString(digit)
        : Normalizer.normalize(Character.toString(character), Form.NFKC);
  }

  private static boolean isHidden(int character) {
    return Character.getType(character) == Character.FORMAT
        || (character >= 0xFE00 && character <= 0xFE0F)
        || (character >= 0xE0100 && character <= 0xE01EF);
  }

  public String text() {
    return folded;
  }

  /** The part of the text itself that a part of the folded one stands for. */
  public Span origin(Span span) {
    int last = span.to() - 1;
    int to = span.to();
    while (to < folded.length() && origins[to] == origins[last]) {
      to++;
    }
    return new Span(origins[span.from()], origins[to]);
  }
}
