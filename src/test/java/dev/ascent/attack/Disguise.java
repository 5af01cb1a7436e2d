package dev.ascent.attack;

import java.util.Map;
import java.util.stream.Collectors;

/** Ways to write a text so that people still read it and comparing programs do not. */
enum Disguise {
  NONE {
    @Override
    String of(String text) {
      return text;
    }
  },
  /** Letters of other scripts that look the same. */
  HOMOGLYPHS {
    @Override
    String of(String text) {
      return mapped(
          text,
          Map.of(
              'a', "а", 'e', "е", 'o', "о", 'p', "р", 'c', "с", 'x', "х", 'i', "і", 's', "ѕ", 'I',
              "І"));
    }
  },
  ZERO_WIDTH {
    @Override
    String of(String text) {
      return text.replaceAll("(?<=\\p{L})(?=\\p{L})", "\u200b");
    }
  },
  LEET {
    @Override
    String of(String text) {
      return mapped(text, Map.of('a', "4", 'e', "3", 'i', "1", 'o', "0", 's', "5", 't', "7"));
    }
  },
  /** Every letter by itself, words two spaces apart. */
  SPELLED {
    @Override
    String of(String text) {
      return text.replace(" ", "  ").replaceAll("(?<=\\p{L})(?=\\p{L})", " ");
    }
  },
  DOTTED {
    @Override
    String of(String text) {
      return text.replaceAll("(?<=\\p{L})(?=\\p{L})", ".");
    }
  },
  FULL_WIDTH {
    @Override
    String of(String text) {
      return text.chars()
          .map(c -> c > ' ' && c < 0x7f ? c + 0xfee0 : c)
          .mapToObj(Character::toString)
          .collect(Collectors.joining());
    }
  },
  /** A mark above every vowel. */
  ACCENTS {
    @Override
    String of(String text) {
      return text.replaceAll("[aeiouAEIOU]", "$0\u0301");
    }
  },
  /** The mathematical alphabets of letters. */
  MATHEMATICAL {
    @Override
    String of(String text) {
      return text.chars()
          .map(c -> c >= 'a' && c <= 'z' ? 0x1d41a + c - 'a' : c)
          .mapToObj(Character::toString)
          .collect(Collectors.joining());
    }
  };

  /** The text in this disguise. */
  abstract String of(String text);

  private static String mapped(String text, Map<Character, String> by) {
    return text.chars()
        .mapToObj(c -> by.getOrDefault((char) c, Character.toString(c)))
        .collect(Collectors.joining());
  }
}
