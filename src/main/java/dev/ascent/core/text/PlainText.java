package dev.ascent.core.text;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Texts in the form in which phrases are looked for, whatever they are disguised as. */
public final class PlainText {
  /** Letters of other scripts by the Latin ones that they look like. */
  private static final Map<Character, Character> LOOKALIKES =
      lookalikes("авеёкмнорстухіјѕԁһνοαειυρτκιοχγβ", "abeekmhopctyxijsdhvoaeiuptkioxyb");

  private static final Map<Character, Character> DIGITS_FOR_LETTERS =
      lookalikes("0134578@$!|", "oieastbasil");
  private static final Pattern SPELLED =
      Pattern.compile("(?<![\\p{L}\\p{N}])\\p{L}(?:[ ._*-]\\p{L}){3,}(?![\\p{L}\\p{N}])");

  /** Shorter words are spelled where longer ones are. */
  private static final Pattern SPELLED_SHORT =
      Pattern.compile("(?<![\\p{L}\\p{N}])\\p{L}(?:[ ._*-]\\p{L}){1,2}(?![\\p{L}\\p{N}])");

  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern MARK = Pattern.compile("\\p{M}+");

  private PlainText() {}

  /**
   * Small letters without accents and look-alikes, nothing hidden, words that were spelled letter
   * by letter put together, white space as single spaces.
   */
  public static String of(String text) {
    String shown = FoldedText.of(text).text().toLowerCase(Locale.ROOT);
    String bare = MARK.matcher(Normalizer.normalize(shown, Form.NFD)).replaceAll("");
    return SPACE.matcher(together(mapped(bare, LOOKALIKES))).replaceAll(" ");
  }

  /** The same with its lines apart. */
  public static String ofLines(String text) {
    return text.lines().map(PlainText::of).collect(Collectors.joining("\n"));
  }

  /** A plain text with digits and signs that stand for letters read as these. */
  public static String withoutDigits(String plain) {
    return mapped(plain, DIGITS_FOR_LETTERS);
  }

  /** A plain text with each letter moved by half the alphabet. */
  public static String rotated(String plain) {
    StringBuilder rotated = new StringBuilder(plain.length());
    for (int at = 0; at < plain.length(); at++) {
      char c = plain.charAt(at);
      rotated.append(c >= 'a' && c <= 'z' ? (char) ('a' + (c - 'a' + 13) % 26) : c);
    }
    return rotated.toString();
  }

  /** A plain text from its end to its start. */
  public static String reversed(String plain) {
    return new StringBuilder(plain).reverse().toString();
  }

  private static String together(String text) {
    String together = together(text, SPELLED);
    return together.equals(text) ? text : together(together, SPELLED_SHORT);
  }

  private static String together(String text, Pattern spelled) {
    return spelled
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(match.group().replaceAll("[ ._*-]", "")));
  }

  private static String mapped(String text, Map<Character, Character> by) {
    StringBuilder mapped = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      mapped.append((char) by.getOrDefault(c, c));
    }
    return mapped.toString();
  }

  private static Map<Character, Character> lookalikes(String from, String to) {
    Map<Character, Character> map = new HashMap<>();
    for (int i = 0; i < from.length(); i++) {
      map.put(from.charAt(i), to.charAt(i));
    }
    return Map.copyOf(map);
  }
}
