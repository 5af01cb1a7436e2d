package dev.ascent.attack;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds texts in bytes of any kind: as they are, in capitals or small letters, without what
 * separates their parts, in every {@link Disguise}, and as parts of what is encoded.
 *
 * <p>Knows nothing of what the guards do, so that both do not err alike.
 */
final class Traces {
  private static final List<String> ENCODINGS =
      List.of("hex", "rot13", "percent", "reverse", "entities", "unicode", "binary", "morse");

  /** Shorter ones occur by chance. */
  private static final int SHORTEST = 5;

  /** The texts by the first bytes of each of their forms. */
  private final Map<Long, List<Form>> forms = new HashMap<>();

  /**
   * How a text may be written.
   *
   * @param bytes a character each
   */
  private record Form(String bytes, String text) {}

  private Traces() {}

  static Traces of(Collection<String> texts) {
    Traces traces = new Traces();
    texts.forEach(traces::add);
    return traces;
  }

  private void add(String text) {
    Set<String> written = new HashSet<>(List.of(text, text.replaceAll("[\\s.()/-]", "")));
    for (Disguise disguise : Disguise.values()) {
      written.add(disguise.of(text));
    }
    written.add(text.replace("@", "%40"));
    for (String encoding : ENCODINGS) {
      for (String cased : cases(text)) {
        String encoded = Encodings.encode(encoding, cased);
        written.add(encoded);
        // As JSON has it within a text.
        written.add(encoded.replace("\\", "\\\\"));
      }
    }
    for (String cased : cases(text)) {
      for (String once : insideBase64(cased)) {
        written.add(once);
        written.addAll(insideBase64(once));
      }
      written.addAll(insideBase32(cased));
    }
    written.forEach(form -> add(form.getBytes(UTF_8), text));
    add(text.getBytes(UTF_16BE), text);
  }

  private static Set<String> cases(String text) {
    return new HashSet<>(
        List.of(text, text.toLowerCase(Locale.ROOT), text.toUpperCase(Locale.ROOT)));
  }

  /** What is certain of the Base64 of anything that holds the text, wherever it stands in it. */
  private static List<String> insideBase64(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    List<String> inside = new ArrayList<>();
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      inside.add(encoded.substring((8 * before + 5) / 6, 8 * shifted.length / 6));
    }
    return inside;
  }

  private static List<String> insideBase32(String text) {
    List<String> inside = new ArrayList<>();
    for (int before = 0; before < 5; before++) {
      String shifted = "\0".repeat(before) + text;
      String encoded = Encodings.encode("base32", shifted);
      inside.add(encoded.substring((8 * before + 4) / 5, 8 * shifted.length() / 5));
    }
    return inside;
  }

  private void add(byte[] form, String text) {
    if (form.length >= SHORTEST) {
      String lower = lower(form);
      forms.computeIfAbsent(start(lower, 0), any -> new ArrayList<>()).add(new Form(lower, text));
    }
  }

  /** Those of the texts that the bytes hold in one form or another. */
  Set<String> in(byte[] bytes) {
    String lower = lower(bytes);
    Set<String> found = new HashSet<>();
    for (int at = 0; at + SHORTEST <= lower.length(); at++) {
      for (Form form : forms.getOrDefault(start(lower, at), List.of())) {
        if (lower.startsWith(form.bytes(), at) && !isOfAFraction(form, lower, at)) {
          found.add(form.text());
        }
      }
    }
    return found;
  }

  /** The mean of 90 scores may be 0.4111111111111111. */
  private static boolean isOfAFraction(Form form, String lower, int at) {
    return form.bytes().chars().allMatch(Character::isDigit)
        && at >= 2
        && lower.charAt(at - 1) == '.'
        && Character.isDigit(lower.charAt(at - 2));
  }

  Set<String> in(String text) {
    return in(text.getBytes(UTF_8));
  }

  private static long start(String bytes, int at) {
    long start = 0;
    for (int i = 0; i < SHORTEST; i++) {
      start = start << 8 | bytes.charAt(at + i);
    }
    return start;
  }

  /** A character for each byte; small letters for capitals of ASCII. */
  private static String lower(byte[] bytes) {
    StringBuilder lower = new StringBuilder(bytes.length);
    for (byte each : bytes) {
      int c = each & 0xff;
      lower.append((char) (c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c));
    }
    return lower.toString();
  }
}
