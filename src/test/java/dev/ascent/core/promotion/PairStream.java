package dev.ascent.core.promotion;

/** One attempt's holdout examples, on which challenger and champion run. */
@FunctionalInterface
interface PairStream {
  /** What both score on the next example. */
  ScoredPair next();
}
