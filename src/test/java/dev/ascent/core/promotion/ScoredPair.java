package dev.ascent.core.promotion;

import java.util.OptionalDouble;

/** The scores of challenger and champion on one example; a side that faulted has none. */
record ScoredPair(OptionalDouble challenger, OptionalDouble champion) {

  static ScoredPair of(double challenger, double champion) {
    return new ScoredPair(OptionalDouble.of(challenger), OptionalDouble.of(champion));
  }

  /** Right or wrong answers of which the difference alone matters. */
  static ScoredPair ofDifference(double difference) {
    return of(Math.max(difference, 0), Math.max(-difference, 0));
  }

  boolean lacksOne() {
    return challenger.isPresent() != champion.isPresent();
  }

  ScoredPair without(boolean challengerFaults, boolean championFaults) {
    return new ScoredPair(
        challengerFaults ? OptionalDouble.empty() : challenger,
        championFaults ? OptionalDouble.empty() : champion);
  }
}
