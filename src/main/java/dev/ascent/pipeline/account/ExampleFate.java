package dev.ascent.pipeline.account;

/** What became of a record of the examples topic. */
public enum ExampleFate {
  /** It was read; everything else follows from here. */
  RECEIVED,
  /** It may be learned from. */
  TRAINING,
  /** It is kept for tests alone. */
  HOLDOUT,
  /** Its id was seen before. */
  DUPLICATE,
  /** It came from an author, or repeats a text, of which there was too much. */
  EXCESS,
  /** It could not be used. */
  REJECTED,
  /** It was for training or holdout, and made room for newer ones before it was used. */
  GIVEN_UP
}
