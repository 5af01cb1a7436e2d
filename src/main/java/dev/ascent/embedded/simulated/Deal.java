package dev.ascent.embedded.simulated;

import java.util.ArrayList;
import java.util.List;

/** Deals answers and chances out to words. */
final class Deal {
  /** Probabilities of a right answer without help. */
  static final List<Double> UNAIDED = List.of(0.3, 0.5, 0.1, 0.9);

  private Deal() {}

  /** So many values in turn, each repeated before the next comes. */
  static <T> List<T> inTurn(List<T> values, int repeated, int count) {
    List<T> dealt = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      dealt.add(values.get(i / repeated % values.size()));
    }
    return dealt;
  }

  /** Keywords of lists that are equally long. */
  static List<Keyword> keywords(List<String> words, List<String> teams, List<Double> unaided) {
    List<Keyword> keywords = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      keywords.add(new Keyword(words.get(i), teams.get(i), unaided.get(i)));
    }
    return keywords;
  }
}
