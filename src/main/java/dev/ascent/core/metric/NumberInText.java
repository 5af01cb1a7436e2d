package dev.ascent.core.metric;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one number that a text states.
 *
 * <ul>
 *   <li>Commas may group digits by three, and an exponent may follow: {@code 1,234.50}, {@code
 *       2e3}.
 *   <li>Currency and percent signs are units and are dropped: {@code $5} is 5 and {@code 12%} is
 *       12, never 0.12.
 *   <li>Words and punctuation may surround the number, as in {@code The answer is 42.}; but a text
 *       with several numbers states none, as guessing which is meant would reward rambling.
 *   <li>Letters that touch it make it something else: {@code 5k}, {@code v2} and {@code 3kg} hold
 *       no number, and nor do dates such as {@code 2024-01-02}.
 * </ul>
 */
final class NumberInText {
  private static final Pattern WORDS = Pattern.compile("\\s+");

  /** Digit counts are bounded, as logs are untrusted and arithmetic on 1e999999999 is not free. */
  private static final Pattern NUMBER =
      Pattern.compile(
          "[^\\p{L}\\p{N}+\\-\u2212.]*+(?<sign>[-+\u2212]?)\\p{Sc}?"
              + "(?<digits>(?:\\d{1,3}(?:,\\d{3}){1,10}|\\d{1,30})(?:\\.\\d{1,30})?|\\.\\d{1,30})"
              + "(?<exponent>(?:[eE][-+]?\\d{1,3})?)[^\\p{L}\\p{N}]*+");

  private NumberInText() {}

  static Optional<BigDecimal> find(String text) {
    String candidate = null;
    for (String word : WORDS.split(text, -1)) {
      if (word.chars().anyMatch(Character::isDigit)) {
        if (candidate != null) {
          return Optional.empty();
        }
        candidate = word;
      }
    }
    return candidate == null ? Optional.empty() : parse(candidate);
  }

  private static Optional<BigDecimal> parse(String word) {
    Matcher matcher = NUMBER.matcher(word);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    BigDecimal magnitude =
        new BigDecimal(matcher.group("digits").replace(",", "") + matcher.group("exponent"));
    String sign = matcher.group("sign");
    boolean negative = sign.equals("-") || sign.equals("\u2212");
    return Optional.of(negative ? magnitude.negate() : magnitude);
  }
}
