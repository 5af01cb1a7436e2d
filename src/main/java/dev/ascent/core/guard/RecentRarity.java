package dev.ascent.core.guard;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How many rare words a task's latest {@value #MOST} records had. A record that had words slipped
 * into it, as an attack has, stands out among them, whatever the words say: a long one by their
 * number, a short one by their share.
 *
 * @param counts of rare words of each record, the oldest first
 * @param words how many different words each of these records had in all
 */
public record RecentRarity(List<Integer> counts, List<Integer> words) {
  public static final RecentRarity NONE = new RecentRarity(List.of(), List.of());

  /** Few, so that records of when the vocabulary was new soon stop counting. */
  static final int MOST = 25;

  public RecentRarity {
    // State of before they were counted has none.
    words = words == null ? List.of() : words;
  }

  /**
   * Of one record.
   *
   * @param rare how many words of it are rare
   * @param words how many different words it has
   */
  public record Rarity(int rare, int words) {
    private double share() {
      return words == 0 ? 0 : (double) rare / words;
    }
  }

  /**
   * Whether a record has no more rare words than the latest {@value #MOST} have as a median, and no
   * greater share of them. Nothing is usual of a task's first {@value #MOST} records, of whose
   * words all are rare.
   */
  public boolean isUsual(Rarity record) {
    return words.size() == MOST
        && isInLowerHalf(record, Rarity::rare)
        && isInLowerHalf(record, Rarity::share);
  }

  private boolean isInLowerHalf(Rarity record, ToDoubleFunction<Rarity> measure) {
    double[] sorted =
        IntStream.range(0, MOST)
            .mapToObj(i -> new Rarity(counts.get(i), words.get(i)))
            .mapToDouble(measure)
            .sorted()
            .toArray();
    return measure.applyAsDouble(record) <= sorted[MOST / 2];
  }

  /** The same after one more record. */
  public RecentRarity with(Rarity record) {
    return new RecentRarity(latest(counts, record.rare()), latest(words, record.words()));
  }

  private static List<Integer> latest(List<Integer> before, int next) {
    return Stream.concat(
            before.stream().skip(Math.max(0, before.size() + 1 - MOST)), Stream.of(next))
        .toList();
  }
}
