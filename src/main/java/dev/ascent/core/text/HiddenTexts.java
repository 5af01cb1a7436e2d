package dev.ascent.core.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts that stand encoded in others. */
public final class HiddenTexts {
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{16,}={0,2}");
  private static final Pattern HEX = Pattern.compile("(?:[0-9A-Fa-f]{2}[ :]?){8,256}");
  private static final Pattern PERCENT = Pattern.compile("(?:%[0-9A-Fa-f]{2}){1,256}");
  private static final Pattern ENTITY = Pattern.compile("&#(x?)([0-9A-Fa-f]{1,6});");
  private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9A-Fa-f]{4})");
  private static final Pattern BASE32 = Pattern.compile("\\b[A-Z2-7]{24,2048}\\b");
  private static final Pattern BINARY = Pattern.compile("(?:[01]{8}[ ,]?){6,256}");

  /** Letters and digits of ASCII need no escape anywhere. */
  private static final Pattern ESCAPED_LETTERS =
      Pattern.compile(
          "(?i)(?:(?:%(?:[46][1-9a-f]|[57][0-9a])(?:%20)?){6}"
              + "|(?:&#(?:x?[46][1-9a-f]|x?[57][0-9a]|9[7-9]|1[01][0-9]|12[0-2]|6[5-9]|[78][0-9]|90);){4}"
              + "|(?:\\\\u00(?:[46][1-9a-f]|[57][0-9a])){4})");

  private static final double MOST_UNREADABLE = 0.05;

  private HiddenTexts() {}

  /** What stands in Base64, Base32, hexadecimal or binary digits, where it is readable. */
  public static List<String> encoded(String text) {
    List<String> found = new ArrayList<>();
    Matcher base64 = BASE64.matcher(text);
    while (base64.find()) {
      String digits = base64.group().replace('-', '+').replace('_', '/').replace("=", "");
      int whole = digits.length() % 4 == 1 ? digits.length() - 1 : digits.length();
      keepReadable(Base64.getDecoder().decode(digits.substring(0, whole)), found);
    }
    Matcher hex = HEX.matcher(text);
    while (hex.find()) {
      keepReadable(HexFormat.of().parseHex(hex.group().replaceAll("[ :]", "")), found);
    }
    Matcher base32 = BASE32.matcher(text);
    while (base32.find()) {
      keepReadable(ofDigits(base32.group(), 5, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"), found);
    }
    Matcher binary = BINARY.matcher(text);
    while (binary.find()) {
      keepReadable(ofDigits(binary.group().replaceAll("[ ,]", ""), 1, "01"), found);
    }
    return found;
  }

  /** Whole bytes of digits that stand for so many bits each. */
  private static byte[] ofDigits(String digits, int bits, String alphabet) {
    byte[] bytes = new byte[digits.length() * bits / 8];
    int held = 0;
    int known = 0;
    int length = 0;
    for (int at = 0; at < digits.length(); at++) {
      held = (held << bits | alphabet.indexOf(digits.charAt(at))) & 0xfff;
      known += bits;
      if (known >= 8) {
        known -= 8;
        bytes[length++] = (byte) (held >> known);
      }
    }
    return bytes;
  }

  /** Whether several letters in a row stand behind escapes, which only hides them. */
  public static boolean escapesLetters(String text) {
    return ESCAPED_LETTERS.matcher(text).find();
  }

  /** The text with escapes of addresses, of HTML and of JSON read; the same where it has none. */
  public static String unescaped(String text) {
    String read = text;
    read =
        PERCENT
            .matcher(read)
            .replaceAll(
                match ->
                    Matcher.quoteReplacement(
                        new String(
                            HexFormat.of().parseHex(match.group().replace("%", "")),
                            StandardCharsets.UTF_8)));
    read =
        ENTITY
            .matcher(read)
            .replaceAll(
                match ->
                    character(
                        Integer.parseInt(match.group(2), match.group(1).isEmpty() ? 10 : 16)));
    read =
        ESCAPE.matcher(read).replaceAll(match -> character(Integer.parseInt(match.group(1), 16)));
    return read.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
  }

  private static String character(int code) {
    return Matcher.quoteReplacement(
        Character.isValidCodePoint(code) ? Character.toString(code) : "");
  }

  private static void keepReadable(byte[] bytes, List<String> found) {
    String text = new String(bytes, ISO_8859_1);
    long unreadable =
        text.chars().filter(c -> c < ' ' ? !Character.isWhitespace(c) : c > '~').count();
    boolean isText = unreadable <= MOST_UNREADABLE * text.length();
    if (isText && text.chars().anyMatch(Character::isLetter)) {
      found.add(text);
    }
  }
}
