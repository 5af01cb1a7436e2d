package dev.ascent.wire.task;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Guesses what was meant by a word that is not known. */
final class Nearest {
  private static final LevenshteinDistance EDITS = LevenshteinDistance.getDefaultInstance();

  private Nearest() {}

  /** The known word with the fewest edits, whatever its case and separators. */
  static Optional<String> of(String word, List<String> known) {
    return known.stream().min(Comparator.comparingInt(other -> edits(word, other)));
  }

  /** A question to append to a message, where some known word is close; else nothing. */
  static String hint(String word, List<String> known) {
    return of(word, known)
        .filter(other -> edits(word, other) <= Math.max(1, other.length() / 3))
        .map(other -> " (did you mean `" + other + "`?)")
        .orElse("");
  }

  /** Whether two words differ in case and separators alone. */
  static boolean same(String word, String other) {
    return edits(word, other) == 0;
  }

  private static int edits(String word, String other) {
    return EDITS.apply(plain(word), plain(other));
  }

  private static String plain(String word) {
    String start = word.substring(0, Math.min(word.length(), 100));
    return start.replaceAll("[-_ ]", "").toLowerCase(Locale.ROOT);
  }
}
