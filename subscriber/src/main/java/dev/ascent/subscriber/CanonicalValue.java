package dev.ascent.subscriber;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The one text that stands for a typed value, however it was written.
 *
 * <p>Metrics compare texts, so a value that a service logged and the same value in a model's answer
 * have to become the same text. Who reads either brings it here once its own notation is
 * understood.
 */
final class CanonicalValue {
  /** Beyond this an integer is no value, as its exponent may stand for any number of digits. */
  private static final int MOST_DIGITS = 300;

  private static final int MOST_TRAILING_ZEROS = 30;
  private static final int MOST_SCALE = 100_000;
  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

  /** Ways to compare a choice with a text, strictest first. */
  private static final List<UnaryOperator<String>> FOLDINGS =
      List.of(String::strip, CanonicalValue::folded);

  private CanonicalValue() {}

  /** An integer's digits, without exponent or fraction; empty if it is none, or a huge one. */
  static Optional<String> integer(BigDecimal number) {
    boolean isShort = (long) number.precision() - number.scale() <= MOST_DIGITS;
    BigDecimal stripped = isShort ? shortest(number) : number;
    return isShort && stripped.scale() <= 0
        ? Optional.of(stripped.toBigInteger().toString())
        : Optional.empty();
  }

  /** A number without trailing zeros; it has an exponent only where it is long. */
  static String number(BigDecimal number) {
    return shortest(number).toString();
  }

  /** The same number without trailing zeros, unless arithmetic would overflow on its scale. */
  static BigDecimal shortest(BigDecimal number) {
    if (Math.abs((long) number.scale()) > MOST_SCALE) {
      return number;
    }
    BigDecimal stripped = number.stripTrailingZeros();
    boolean isShortInteger = stripped.scale() < 0 && stripped.scale() >= -MOST_TRAILING_ZEROS;
    return isShortInteger ? stripped.setScale(0) : stripped;
  }

  static String bool(boolean value) {
    return String.valueOf(value);
  }

  /** As {@link #choice(List, String, List)}, with no comparison beyond those. */
  static Optional<String> choice(List<String> choices, String text) {
    return choice(choices, text, List.of());
  }

  /**
   * The one choice that a text names, as it is declared. They are compared without outer white
   * space, then ignoring case and the amount of white space, then after each of the given foldings.
   *
   * @param looser ways to compare that apply where those find nothing, strictest first
   * @return empty if the strictest comparison that finds any choice finds several, or if none does
   */
  static Optional<String> choice(
      List<String> choices, String text, List<UnaryOperator<String>> looser) {
    List<UnaryOperator<String>> foldings = new ArrayList<>(FOLDINGS);
    foldings.addAll(looser);
    for (UnaryOperator<String> folding : foldings) {
      String folded = folding.apply(text);
      List<String> matches =
          choices.stream().filter(choice -> folding.apply(choice).equals(folded)).toList();
      if (!matches.isEmpty()) {
        return matches.size() == 1 ? Optional.of(matches.get(0)) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** A text in lower case without outer white space, each run of white space in it one blank. */
  static String folded(String text) {
    return WHITE_SPACE.matcher(text.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
  }
}
