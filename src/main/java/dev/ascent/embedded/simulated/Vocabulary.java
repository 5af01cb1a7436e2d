package dev.ascent.embedded.simulated;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes up pronounceable words that occur nowhere else. */
final class Vocabulary {
  private static final List<String> ONSETS =
      List.of(
          "b", "br", "d", "dr", "f", "fl", "g", "gl", "gr", "j", "k", "kl", "l", "m", "n", "p",
          "pl", "pr", "r", "s", "sk", "sl", "st", "t", "tr", "v", "w", "z");
  private static final List<String> VOWELS = List.of("a", "e", "i", "o", "u", "ai", "ou");
  private static final List<String> ENDS = List.of("", "x", "n", "r", "l", "m", "sk", "nt", "ph");
  private static final int SHORTEST_SHARED_WORD = 4;

  private Vocabulary() {}

  /** Distinct words of three syllables of which none is part of another or of a ticket's text. */
  static List<String> keywords(int count, long seed) {
    Chance chance = Chance.of(seed, "keywords", 0);
    List<String> words = new ArrayList<>();
    while (words.size() < count) {
      String word = word(chance);
      if (isNew(word, words)) {
        words.add(word);
      }
    }
    return words;
  }

  private static String word(Chance chance) {
    StringBuilder word = new StringBuilder();
    for (int syllable = 0; syllable < 3; syllable++) {
      word.append(chance.pick(ONSETS)).append(chance.pick(VOWELS));
    }
    return word.append(chance.pick(ENDS)).toString();
  }

  private static boolean isNew(String word, List<String> words) {
    return words.stream().noneMatch(other -> other.contains(word) || word.contains(other))
        && !TicketWriter.FILLER.contains(word)
        && Tickets.TEAMS.stream().noneMatch(word::contains)
        && Arrays.stream(TicketWriter.FILLER.split("[^\\p{L}]+", -1))
            .noneMatch(other -> other.length() >= SHORTEST_SHARED_WORD && word.contains(other));
  }
}
