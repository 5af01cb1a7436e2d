package dev.ascent.pipeline.validate;

/** What the programs under test run on. */
public enum RoundKind {
  /** Holdout examples, to be compared. */
  PAIRS,
  /** The task's canaries, all of which the challenger has to answer. */
  CANARIES
}
