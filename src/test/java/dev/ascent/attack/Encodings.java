package dev.ascent.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writings of a text that hide it from whoever does not read it back. */
final class Encodings {
  private static final Map<String, UnaryOperator<String>> BY_NAME =
      Map.of(
          "base64", text -> Base64.getEncoder().encodeToString(text.getBytes(UTF_8)),
          "base64url", text -> Base64.getUrlEncoder().encodeToString(text.getBytes(UTF_8)),
          "base32", Encodings::base32,
          "hex", text -> HexFormat.of().formatHex(text.getBytes(UTF_8)),
          "rot13", Encodings::rot13,
          "percent", Encodings::percent,
          "reverse", text -> new StringBuilder(text).reverse().toString(),
          "entities", text -> eachCharacter(text, "&#%d;", ""),
          "unicode", text -> eachCharacter(text, "\\u%04x", ""),
          "binary", Encodings::binary);

  private static final Pattern INNERMOST = Pattern.compile("\\{(\\w+):([^{}]*)}");
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String MORSE =
      ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .--"
          + " -..- -.-- --..";

  private Encodings() {}

  /** Writes what stands as {@code {name:text}} in that encoding, from the inside out. */
  static String fill(String template) {
    String filled = template;
    Matcher matcher = INNERMOST.matcher(filled);
    while (matcher.find()) {
      String encoded = encode(matcher.group(1), matcher.group(2));
      filled = filled.substring(0, matcher.start()) + encoded + filled.substring(matcher.end());
      matcher = INNERMOST.matcher(filled);
    }
    return filled;
  }

  static String encode(String name, String text) {
    if (name.equals("morse")) {
      return morse(text);
    }
    if (!BY_NAME.containsKey(name)) {
      throw new IllegalArgumentException("no encoding '" + name + "'");
    }
    return BY_NAME.get(name).apply(text);
  }

  private static String rot13(String text) {
    return text.chars()
        .map(
            c ->
                c >= 'a' && c <= 'z'
                    ? 'a' + (c - 'a' + 13) % 26
                    : c >= 'A' && c <= 'Z' ? 'A' + (c - 'A' + 13) % 26 : c)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  private static String percent(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : text.getBytes(UTF_8)) {
      encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
    }
    return encoded.toString();
  }

  private static String binary(String text) {
    return text.chars()
        .mapToObj(c -> "%8s".formatted(Integer.toBinaryString(c)).replace(' ', '0'))
        .collect(Collectors.joining(" "));
  }

  private static String eachCharacter(String text, String format, String between) {
    return text.chars().mapToObj(format::formatted).collect(Collectors.joining(between));
  }

  private static String morse(String text) {
    String[] letters = MORSE.split(" ", -1);
    return text.toLowerCase(Locale.ROOT)
        .chars()
        .mapToObj(c -> c >= 'a' && c <= 'z' ? letters[c - 'a'] : "/")
        .collect(Collectors.joining(" "));
  }

  private static String base32(String text) {
    StringBuilder encoded = new StringBuilder();
    int bits = 0;
    int held = 0;
    for (byte each : text.getBytes(UTF_8)) {
      held = held << 8 | (each & 0xff);
      bits += 8;
      while (bits >= 5) {
        encoded.append(BASE32.charAt(held >> (bits - 5) & 31));
        bits -= 5;
      }
    }
    return bits == 0
        ? encoded.toString()
        : encoded.append(BASE32.charAt(held << (5 - bits) & 31)).toString();
  }
}
