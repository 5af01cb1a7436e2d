package dev.ascent.embedded.simulated;

import java.util.Arrays;
import java.util.List;

/** The variants of the ticket world. */
enum Variant {
  BASE("base", 24, true, Advisor.Reliability.USUAL, 0),
  /** Nothing succeeds without help, so that attempts show no contrast. */
  NO_SUCCESS("no-success", 24, false, Advisor.Reliability.USUAL, 0),
  /** Advice misleads as often as it helps. */
  BAD_ADVICE("bad-advice", 24, true, Advisor.Reliability.POOR, 0),
  SIX_KEYWORDS("six-keywords", 6, true, Advisor.Reliability.USUAL, 0),
  /** More keywords than any prompt can cover. */
  MANY_KEYWORDS("96-keywords", 96, true, Advisor.Reliability.USUAL, 0),
  /** A fifth of the training labels is wrong. */
  WRONG_LABELS("wrong-labels", 24, true, Advisor.Reliability.USUAL, 0.2);

  /** In equal parts; where the number of keywords leaves a rest, it takes the first of these. */
  private static final List<Double> UNAIDED = List.of(0.3, 0.5, 0.1, 0.9);

  private final String label;
  private final int keywordCount;
  private final boolean succeedsUnaided;
  private final Advisor.Reliability advice;
  private final double wrongLabels;

  Variant(
      String label,
      int keywordCount,
      boolean succeedsUnaided,
      Advisor.Reliability advice,
      double wrongLabels) {
    this.label = label;
    this.keywordCount = keywordCount;
    this.succeedsUnaided = succeedsUnaided;
    this.advice = advice;
    this.wrongLabels = wrongLabels;
  }

  static Variant named(String name) {
    return Arrays.stream(values())
        .filter(variant -> variant.label.equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no world '" + name + "'; there are " + names()));
  }

  static List<String> names() {
    return Arrays.stream(values()).map(Variant::label).toList();
  }

  String label() {
    return label;
  }

  int keywordCount() {
    return keywordCount;
  }

  /** The probability of a right answer without help, for the keyword of that index. */
  double unaided(int index) {
    return succeedsUnaided ? UNAIDED.get(index % UNAIDED.size()) : 0;
  }

  Advisor.Reliability advice() {
    return advice;
  }

  /** The share of training labels that are wrong. */
  double wrongLabels() {
    return wrongLabels;
  }
}
