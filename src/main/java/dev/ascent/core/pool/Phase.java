package dev.ascent.core.pool;

/** What a task is doing. A bounded task goes through them in order; a stream stays searching. */
public enum Phase {
  /** Minibatches are learned from. */
  SEARCHING,
  /** The finalists run on the training examples. */
  SELECTING,
  /** The one that was chosen runs against the champion on holdout examples. */
  VALIDATING,
  /** The result stands; nothing more is spent. */
  FINISHED,
  /** The task was retired. */
  RETIRED
}
