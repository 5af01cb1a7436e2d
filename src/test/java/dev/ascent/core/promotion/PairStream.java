package dev.ascent.core.promotion;

import java.util.OptionalDouble;

/** One attempt's holdout examples, on which challenger and champion run. */
@FunctionalInterface
interface PairStream {
  /** Challenger's minus champion's score on the next example; nothing where one has none. */
  OptionalDouble next();
}
