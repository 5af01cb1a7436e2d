package dev.ascent.core.guard;

import dev.ascent.core.guard.InjectionPhrase.Reach;
import dev.ascent.core.text.HiddenTexts;
import dev.ascent.core.text.PlainText;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells texts that speak to a language model from those that speak about the matter. Such a text in
 * a log is an attempt to steer whatever reads it, or may act as one; nothing is learned from it.
 *
 * <p>It knows phrases, so it finds most plain attempts and none of an author who avoids them. What
 * it misses still meets the guards that know nothing of wording: a rule has to do better on its own
 * example, a program on the holdout.
 */
public final class InjectedText {
  private static final List<InjectionPhrase> SURE = InjectionPhrase.upTo(Reach.SURE);
  private static final List<InjectionPhrase> IN_RULES = InjectionPhrase.upTo(Reach.ORDER);

  private static final Pattern PROSE = Pattern.compile("\\p{L}{2}[ ,.:;!\\n]{1,3}\\p{L}{2}");

  /** So often may a text be encoded again. */
  private static final int MOST_LAYERS = 3;

  private InjectedText() {}

  /** What in a logged text speaks to a model; nothing where nothing does. */
  public static Optional<String> in(String text) {
    return in(text, InjectionPhrase.ALL);
  }

  /** The same of a rule, which speaks to a model by its nature: what it has no reason to say. */
  public static Optional<String> inRule(String rule) {
    return in(rule, IN_RULES);
  }

  private static Optional<String> in(String text, List<InjectionPhrase> phrases) {
    Optional<String> open = inReadable(text, phrases);
    if (open.isPresent()) {
      return open;
    }
    String unescaped = HiddenTexts.unescaped(text);
    if (!unescaped.equals(text)) {
      Optional<String> escaped = inReadable(unescaped, phrases);
      if (escaped.isPresent()) {
        return escaped.map(reason -> reason + ", behind escapes");
      }
    }
    if (HiddenTexts.escapesLetters(text)) {
      return Optional.of("it holds letters behind escapes that they do not need");
    }
    return hidesProse(unescaped, MOST_LAYERS)
        ? Optional.of("it holds encoded words")
        : Optional.empty();
  }

  private static boolean hidesProse(String text, int layers) {
    return layers > 0
        && HiddenTexts.encoded(text).stream()
            .anyMatch(hidden -> isProse(hidden) || hidesProse(hidden, layers - 1));
  }

  private static Optional<String> inReadable(String text, List<InjectionPhrase> phrases) {
    String plain = PlainText.of(text);
    return find(phrases, PlainText.ofLines(text))
        .or(() -> find(phrases, plain))
        .or(() -> find(phrases, PlainText.withoutDigits(plain)))
        .or(() -> find(SURE, PlainText.rotated(plain)))
        .or(() -> find(SURE, PlainText.reversed(plain)));
  }

  private static Optional<String> find(List<InjectionPhrase> phrases, String text) {
    return phrases.stream()
        .filter(phrase -> phrase.isIn().test(text))
        .findFirst()
        .map(InjectionPhrase::meaning);
  }

  /** Whether a decoded text is one that somebody wrote: two words or more. */
  private static boolean isProse(String text) {
    return PROSE.matcher(text).find();
  }
}
