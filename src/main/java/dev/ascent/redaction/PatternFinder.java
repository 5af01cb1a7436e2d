package dev.ascent.redaction;

import dev.ascent.core.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what matches a pattern and passes a check, such as one of check digits.
 *
 * @param pattern whose group {@code data}, where it has one, is what is found; else all of it is
 * @param check of what was found
 */
record PatternFinder(String kind, Pattern pattern, Predicate<String> check) implements Finder {
  private static final String DATA = "data";

  private static final String DATA_GROUP = "(?<" + DATA + ">";

  /** Numbers are short; in a longer match no shorter one is looked for. */
  private static final int MOST_SHRUNK = 64;

  static PatternFinder of(String kind, String pattern) {
    return of(kind, pattern, found -> true);
  }

  static PatternFinder of(String kind, String pattern, Predicate<String> check) {
    return new PatternFinder(kind, Pattern.compile(pattern), check);
  }

  @Override
  public List<Span> find(String text) {
    List<Span> spans = new ArrayList<>();
    Matcher matcher = pattern.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
    for (int at = 0; at <= text.length() && matcher.region(at, text.length()).find(); ) {
      int start = matcher.start();
      Optional<Span> found = longest(text, matcher);
      found.ifPresent(spans::add);
      // What fails the check may hold another that begins later.
      at = Math.max(found.map(Span::to).orElse(0), start + 1);
    }
    return spans;
  }

  /** The longest match at the place of the present one that passes the check. */
  private Optional<Span> longest(String text, Matcher matcher) {
    int start = matcher.start();
    boolean mayShrink = matcher.end() - start <= MOST_SHRUNK;
    do {
      Span span = data(matcher);
      if (check.test(text.substring(span.from(), span.to()))) {
        return Optional.of(span);
      }
    } while (mayShrink
        && matcher.end() - 1 > start
        && matcher.region(start, matcher.end() - 1).lookingAt());
    return Optional.empty();
  }

  private Span data(Matcher matcher) {
    return pattern.pattern().contains(DATA_GROUP)
        ? new Span(matcher.start(DATA), matcher.end(DATA))
        : new Span(matcher.start(), matcher.end());
  }
}
