package dev.ascent.core.lesson;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How common words are: in examples, and in the language of advice itself.
 *
 * <p>Advice on an example names what decides about it, among words of its own. The latter are found
 * out by example: a word that advice uses although its example lacks it is the adviser's, not the
 * example's.
 *
 * @param examples that were counted
 * @param counts in how many examples a word is found; one that is missing here is rare
 * @param language how much oftener a word is in advice on examples that lack it than in advice on
 *     examples that have it; words that are not are left out
 */
public record Vocabulary(int examples, Map<String, Integer> counts, Map<String, Integer> language) {
  public static final Vocabulary EMPTY = new Vocabulary(0, Map.of(), Map.of());

  /** Of either kind. */
  private static final int MOST_WORDS = 500;

  /** A word that more examples have tells no kind of example from others. */
  private static final double TELLING_SHARE = 0.25;

  /** How much commoner than the rarest word one may be and still tell as much. */
  private static final int ALIKE = 2;

  /** The vocabulary with the words of more examples. */
  public Vocabulary plus(Collection<Set<String>> texts) {
    Map<String, Integer> all = new HashMap<>(counts);
    texts.forEach(words -> words.forEach(word -> all.merge(word, 1, Integer::sum)));
    return new Vocabulary(examples + texts.size(), commonest(all), language);
  }

  /**
   * The vocabulary with one more piece of advice.
   *
   * @param advice its words
   * @param example the words of the example that it was drawn from
   */
  public Vocabulary advised(Set<String> advice, Set<String> example) {
    Map<String, Integer> counted = new HashMap<>(language);
    for (String word : advice) {
      if (example.contains(word)) {
        counted.computeIfPresent(word, (same, excess) -> excess > 1 ? excess - 1 : null);
      } else {
        counted.merge(word, 1, Integer::sum);
      }
    }
    return new Vocabulary(examples, counts, commonest(counted));
  }

  private static Map<String, Integer> commonest(Map<String, Integer> all) {
    if (all.size() <= MOST_WORDS) {
      return Map.copyOf(all);
    }
    Map<String, Integer> kept = new TreeMap<>();
    all.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST_WORDS)
        .forEach(entry -> kept.put(entry.getKey(), entry.getValue()));
    return kept;
  }

  /** Those of the words that tell most: the rarest, and such as are hardly commoner. */
  public Set<String> telling(Set<String> words) {
    Set<String> telling = new TreeSet<>(words);
    telling.removeIf(
        word -> language.containsKey(word) || count(word) > Math.max(1, TELLING_SHARE * examples));
    int least = telling.stream().mapToInt(this::count).min().orElse(0);
    telling.removeIf(word -> count(word) > ALIKE * least);
    return telling;
  }

  private int count(String word) {
    return counts.getOrDefault(word, 1);
  }
}
