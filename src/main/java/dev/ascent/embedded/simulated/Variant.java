package dev.ascent.embedded.simulated;

import java.util.List;

/** The variants of the ticket world. */
enum Variant {
  BASE("base", 24, true, Advisor.Reliability.USUAL, 0, 0),
  /** Nothing succeeds without help, so that attempts show no contrast. */
  NO_SUCCESS("no-success", 24, false, Advisor.Reliability.USUAL, 0, 0),
  /** Advice misleads as often as it helps. */
  BAD_ADVICE("bad-advice", 24, true, Advisor.Reliability.POOR, 0, 0),
  SIX_KEYWORDS("six-keywords", 6, true, Advisor.Reliability.USUAL, 0, 0),
  /** More keywords than any prompt can cover. */
  MANY_KEYWORDS("96-keywords", 96, true, Advisor.Reliability.USUAL, 0, 0),
  /** A fifth of the training labels is wrong. */
  WRONG_LABELS("wrong-labels", 24, true, Advisor.Reliability.USUAL, 0.2, 0),
  /** Tickets and rules name the same thing in different words. */
  HIDDEN_SCOPE("hidden-scope", 24, true, Advisor.Reliability.USUAL, 0, 4);

  private final String label;
  private final int keywordCount;
  private final boolean succeedsUnaided;
  private final Advisor.Reliability advice;
  private final double wrongLabels;
  private final int synonyms;

  Variant(
      String label,
      int keywordCount,
      boolean succeedsUnaided,
      Advisor.Reliability advice,
      double wrongLabels,
      int synonyms) {
    this.label = label;
    this.keywordCount = keywordCount;
    this.succeedsUnaided = succeedsUnaided;
    this.advice = advice;
    this.wrongLabels = wrongLabels;
    this.synonyms = synonyms;
  }

  String label() {
    return label;
  }

  int keywordCount() {
    return keywordCount;
  }

  /**
   * The probabilities of right answers without help, in equal parts of the keywords; where these
   * leave a rest, it takes the first.
   */
  List<Double> unaided() {
    return succeedsUnaided ? Deal.UNAIDED : List.of(0.0);
  }

  Advisor.Reliability advice() {
    return advice;
  }

  /** The share of training labels that are wrong. */
  double wrongLabels() {
    return wrongLabels;
  }

  /** How many words tickets have for a keyword; 0 where they name the keyword itself. */
  int synonyms() {
    return synonyms;
  }
}
