package dev.ascent.core.promotion;

import dev.ascent.core.random.Seeds;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * How many pairs with both scores prove a gain where rollouts fault by chance, equally often on
 * both sides, and how often the challenger is refused for that.
 *
 * @param pairs of each run that ended in a proof, in ascending order
 * @param refused share of the runs that ended in a refusal
 */
@SuppressWarnings("ArrayRecordComponent")
record FaultyPower(int[] pairs, double refused) {
  private static final double CHAMPION_RATE = 0.45;

  /** No run takes as many. */
  private static final int NO_END = 100_000;

  static FaultyPower simulate(
      double gain,
      double faultRate,
      SimulatedAttempt.Rule rule,
      double eValue,
      int runs,
      long seed) {
    int[] pairs = new int[runs];
    int refused = 0;
    int proven = 0;
    for (int run = 0; run < runs; run++) {
      RandomGenerator random =
          Seeds.generator(seed, "faulty", gain + "/" + faultRate, String.valueOf(run));
      SimulatedAttempt attempt = new SimulatedAttempt(rule, 0);
      SimulatedAttempt.End end =
          attempt.run(() -> next(random, gain, faultRate), 1 / eValue, NO_END);
      refused += end == SimulatedAttempt.End.REFUSED ? 1 : 0;
      if (end == SimulatedAttempt.End.PROMOTED) {
        pairs[proven++] = attempt.scored();
      }
    }
    int[] found = Arrays.copyOf(pairs, proven);
    Arrays.sort(found);
    return new FaultyPower(found, (double) refused / runs);
  }

  private static ScoredPair next(RandomGenerator random, double gain, double faultRate) {
    double challenger = random.nextDouble() < CHAMPION_RATE + gain ? 1 : 0;
    double champion = random.nextDouble() < CHAMPION_RATE ? 1 : 0;
    return ScoredPair.of(challenger, champion)
        .without(random.nextDouble() < faultRate, random.nextDouble() < faultRate);
  }

  int quantile(double share) {
    return pairs[(int) Math.ceil(share * pairs.length) - 1];
  }
}
