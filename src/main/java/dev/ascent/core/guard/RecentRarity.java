package dev.ascent.core.guard;

import java.util.List;
import java.util.stream.Stream;

/**
 * How many rare words a task's latest {@value #MOST} records had. A record that had many words
 * slipped into it, as an attack has, stands out among them, whatever the words say.
 *
 * @param counts of each record, the oldest first
 */
public record RecentRarity(List<Integer> counts) {
  public static final RecentRarity NONE = new RecentRarity(List.of());

  /** Few enough to follow a vocabulary that fills up, and enough for a median. */
  static final int MOST = 100;

  /**
   * Whether a record has no more rare words than half of the latest ones, itself among them. A
   * task's first record has.
   */
  public boolean isUsual(int count) {
    List<Integer> sorted = with(count).counts.stream().sorted().toList();
    return count <= sorted.get((sorted.size() - 1) / 2);
  }

  /** The same after one more record. */
  public RecentRarity with(int count) {
    return new RecentRarity(
        Stream.concat(counts.stream().skip(Math.max(0, counts.size() + 1 - MOST)), Stream.of(count))
            .toList());
  }
}
