package dev.ascent.embedded.local;

import java.util.List;
import java.util.OptionalInt;

/** Finds the first stop sequence in a text that grows. */
final class StopSequences {

  private final List<String> sequences;
  private final int longest;
  private int searchedTo;

  StopSequences(List<String> sequences) {
    this.sequences = sequences;
    this.longest = sequences.stream().mapToInt(String::length).max().orElse(1);
  }

  /** Where the first stop sequence starts in {@code text}, which extends the text seen before. */
  OptionalInt find(CharSequence text) {
    int from = Math.max(0, searchedTo - longest + 1);
    String unsearched = text.subSequence(from, text.length()).toString();
    searchedTo = text.length();
    return sequences.stream()
        .mapToInt(unsearched::indexOf)
        .filter(index -> index >= 0)
        .map(index -> from + index)
        .min();
  }
}
