package dev.ascent.core.guard;

import dev.ascent.core.text.PlainText;
import dev.ascent.core.text.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words of one meaning, in several languages, and where they stand in a plain text. They are put
 * into the form of {@link PlainText} as the text was, since that maps letters that look alike and
 * takes others apart.
 */
final class Lexicon {
  private static final Pattern TOKEN = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}']*");
  private static final int LONGEST_STEM = 16;

  /** Letters that {@link PlainText} takes syllables apart into, whose words take endings. */
  private static final int HANGUL = 0x1100;

  private static final int HANGUL_END = 0x1200;
  private static final int KANA_AND_HAN = 0x3000;

  private final Set<String> words = new HashSet<>();
  private final Set<String> stems = new HashSet<>();
  private final Map<String, List<String>> phrasesByFirstWord = new HashMap<>();
  private final List<String> unspaced = new ArrayList<>();

  private Lexicon() {}

  /**
   * A lexicon.
   *
   * @param lists of words or phrases with commas between; one that ends with a star is the
   *     beginning of words, and one in a script without spaces counts wherever it stands
   */
  static Lexicon of(String... lists) {
    Lexicon lexicon = new Lexicon();
    for (String list : lists) {
      for (String word : list.split(",", -1)) {
        lexicon.add(word.strip());
      }
    }
    return lexicon;
  }

  private void add(String word) {
    boolean isStem = word.endsWith("*");
    String plain = PlainText.of(isStem ? word.substring(0, word.length() - 1) : word);
    Matcher first = TOKEN.matcher(plain);
    if (!isSpaced(plain) || !first.find()) {
      unspaced.add(plain);
    } else if (first.end() < plain.length()) {
      phrasesByFirstWord
          .computeIfAbsent(first.group(), any -> new ArrayList<>())
          .add(isStem ? plain : plain + " ");
    } else {
      (isStem ? stems : words).add(plain);
    }
  }

  private static boolean isSpaced(String text) {
    return text.codePoints()
        .noneMatch(
            c -> (c >= HANGUL && c < HANGUL_END) || (c >= KANA_AND_HAN && Character.isLetter(c)));
  }

  /** Texts that hold a word of it. */
  Predicate<String> alone() {
    return text -> !in(text).isEmpty();
  }

  /** Texts that hold a word of it and one of another, at most so far apart, in one sentence. */
  Predicate<String> near(Lexicon other, int most) {
    return before(other, most).or(other.before(this, most));
  }

  /** The same with this one's first. */
  Predicate<String> before(Lexicon other, int most) {
    return text -> {
      List<Span> first = in(text);
      if (first.isEmpty()) {
        return false;
      }
      TreeMap<Integer, Span> second = new TreeMap<>();
      other.in(text).forEach(span -> second.put(span.from(), span));
      return first.stream()
          .anyMatch(
              span -> {
                Map.Entry<Integer, Span> next = second.ceilingEntry(span.to());
                return next != null
                    && next.getKey() - span.to() <= most
                    && isWithinASentence(text, span.to(), next.getKey());
              });
    };
  }

  private static boolean isWithinASentence(String text, int from, int to) {
    return text.substring(from, to).chars().noneMatch(c -> ".!?\n。".indexOf(c) >= 0);
  }

  private List<Span> in(String text) {
    List<Span> found = new ArrayList<>();
    Matcher token = TOKEN.matcher(text);
    while (token.find()) {
      if (words.contains(token.group()) || hasStem(token.group())) {
        found.add(new Span(token.start(), token.end()));
      }
      for (String phrase : phrasesByFirstWord.getOrDefault(token.group(), List.of())) {
        int length = phrase.stripTrailing().length();
        if (text.startsWith(phrase.substring(0, length), token.start())
            && (length == phrase.length() || isEnd(text, token.start() + length))) {
          found.add(new Span(token.start(), token.start() + length));
        }
      }
    }
    if (!isSpaced(text)) {
      for (String word : unspaced) {
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length())) {
          found.add(new Span(at, at + word.length()));
        }
      }
    }
    found.sort(Comparator.comparingInt(Span::from));
    return found;
  }

  private boolean hasStem(String token) {
    for (int length = 1; length <= Math.min(token.length(), LONGEST_STEM); length++) {
      if (stems.contains(token.substring(0, length))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isEnd(String text, int at) {
    return at >= text.length() || !Character.isLetterOrDigit(text.charAt(at));
  }
}
