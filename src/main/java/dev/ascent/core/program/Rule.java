package dev.ascent.core.program;

import java.util.List;

/**
 * A lesson in words that a predictor's instructions end with.
 *
 * @param text the lesson, one paragraph
 * @param sources ids of the examples that it was drawn from
 * @param authors digests of those who wrote these examples or commented on them, as far as known
 */
public record Rule(String text, List<String> sources, List<String> authors) {

  /** Journals and state of earlier versions know of no authors. */
  public Rule {
    authors = authors == null ? List.of() : authors;
  }

  /** A rule from examples of nobody known. */
  public Rule(String text, List<String> sources) {
    this(text, sources, List.of());
  }
}
