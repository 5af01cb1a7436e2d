package dev.ascent.core.guard;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The passages of some texts, by which other texts are found to copy them: runs of {@value #RUN}
 * words, and texts of at least {@value #SHORTEST} words that are shorter as a whole. Case, white
 * space and punctuation do not matter. Shorter texts occur in others by chance.
 *
 * <p>In scripts that put no space between words each character counts as one.
 */
public final class Passages {
  /** So many words in a row are seldom the same by chance. */
  static final int RUN = 8;

  static final int SHORTEST = 5;

  private static final String UNSPACED =
      "\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsThai}\\p{IsLao}\\p{IsKhmer}\\p{IsMyanmar}";
  private static final Pattern WORD =
      Pattern.compile(
          "[%s]\\p{M}*|[\\p{L}\\p{N}&&[^%s]][\\p{L}\\p{N}\\p{M}&&[^%s]]*"
              .formatted(UNSPACED, UNSPACED, UNSPACED));

  private final Set<String> runs = new HashSet<>();

  /** Runs of each length from {@link #SHORTEST} on that texts as short as that are looked up in. */
  private final Set<String> shortRuns = new HashSet<>();

  private Passages() {}

  public static Passages of(Collection<String> texts) {
    Passages passages = new Passages();
    texts.forEach(passages::add);
    return passages;
  }

  private void add(String text) {
    List<String> words = words(text);
    if (words.size() >= SHORTEST && words.size() < RUN) {
      runs.add(run(words, 0, words.size()));
    }
    forEachRun(words, RUN, runs);
    for (int length = SHORTEST; length < RUN; length++) {
      forEachRun(words, length, shortRuns);
    }
  }

  private static void forEachRun(List<String> words, int length, Set<String> into) {
    for (int from = 0; from + length <= words.size(); from++) {
      into.add(run(words, from, length));
    }
  }

  /**
   * The share of the words of some texts, all together, that belong to passages of these: 0 where
   * they have none in common.
   */
  public double shareOf(Collection<String> texts) {
    int all = 0;
    int copied = 0;
    for (String text : texts) {
      List<String> words = words(text);
      all += words.size();
      copied += copied(words);
    }
    return all == 0 ? 0 : (double) copied / all;
  }

  private int copied(List<String> words) {
    if (words.size() >= SHORTEST
        && words.size() < RUN
        && shortRuns.contains(run(words, 0, words.size()))) {
      return words.size();
    }
    BitSet copied = new BitSet();
    for (int length = SHORTEST; length <= RUN; length++) {
      for (int from = 0; from + length <= words.size(); from++) {
        if (runs.contains(run(words, from, length))) {
          copied.set(from, from + length);
        }
      }
    }
    return copied.cardinality();
  }

  private static String run(List<String> words, int from, int length) {
    return String.join(" ", words.subList(from, from + length));
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }
}
