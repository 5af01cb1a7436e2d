package dev.ascent.core.promotion;

import java.util.List;

/**
 * An attempt that grows by one pair at a time, as the product's would by a round of one pair: of
 * the same bets, without going through all pairs again at each look.
 */
final class SimulatedAttempt {
  /** How an attempt ended. */
  enum End {
    PROMOTED,
    /** The challenger faults more often. */
    REFUSED,
    GIVEN_UP
  }

  /** What a challenger has to show. */
  enum Rule {
    /** The product's. */
    PAIRS_AND_FAULTS,
    /** Pairs with both scores are all that counts. */
    PAIRS_ALONE,
    /** As the product's, with the champion's lone faults left out of the second proof. */
    WORST_CASE
  }

  private final Rule rule;
  private final WealthProcess paired;
  private final WealthProcess withFaults;
  private final WealthProcess futile;
  private LoneFaults faults = LoneFaults.NONE;
  private int scored;

  SimulatedAttempt(Rule rule, double minGain) {
    this.rule = rule;
    this.paired = WealthProcess.above(minGain);
    this.withFaults = WealthProcess.above(minGain);
    this.futile = WealthProcess.below(minGain);
  }

  int scored() {
    return scored;
  }

  /** Takes examples until the attempt is over. */
  End run(PairStream pairs, double alpha, int mostPairs) {
    while (scored < mostPairs && futile.eValue() < Attempt.FUTILE_E_VALUE) {
      ScoredPair pair = pairs.next();
      add(pair);
      if (rule != Rule.PAIRS_ALONE && pair.lacksOne() && faults.leanAgainstChallenger()) {
        return End.REFUSED;
      }
      if (eValue() >= 1 / alpha) {
        return End.PROMOTED;
      }
    }
    return End.GIVEN_UP;
  }

  double eValue() {
    return rule == Rule.PAIRS_ALONE
        ? paired.eValue()
        : Math.min(paired.eValue(), withFaults.eValue());
  }

  void add(ScoredPair pair) {
    if (pair.challenger().isPresent() && pair.champion().isPresent()) {
      double difference = pair.challenger().getAsDouble() - pair.champion().getAsDouble();
      scored++;
      paired.add(difference);
      withFaults.add(difference);
      futile.add(difference);
    } else if (pair.champion().isPresent()) {
      withFaults.add(-pair.champion().getAsDouble());
      faults = faults.plus(new LoneFaults(List.of(pair.champion().getAsDouble()), List.of()));
    } else if (pair.challenger().isPresent()) {
      if (rule != Rule.WORST_CASE) {
        withFaults.add(pair.challenger().getAsDouble());
      }
      faults = faults.plus(new LoneFaults(List.of(), List.of(pair.challenger().getAsDouble())));
    }
  }
}
