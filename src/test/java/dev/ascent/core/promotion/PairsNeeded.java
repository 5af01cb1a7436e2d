package dev.ascent.core.promotion;

import dev.ascent.core.random.Seeds;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How many pairs of right or wrong answers prove a true gain, in simulated runs without an end.
 *
 * @param better share of pairs on which only the challenger is right
 * @param worse share of pairs on which only the champion is right
 * @param eValue at which the gain is proven
 * @param pairs of each run, in ascending order
 */
@SuppressWarnings("ArrayRecordComponent")
record PairsNeeded(double better, double worse, double eValue, int[] pairs) {

  /** Runs with the product's bets, or with other ones. */
  static PairsNeeded simulate(
      double better, double worse, double eValue, double[] grid, int runs, long seed) {
    int[] pairs = new int[runs];
    for (int run = 0; run < runs; run++) {
      RandomGenerator random =
          Seeds.generator(seed, "power", better + "/" + worse, String.valueOf(run));
      pairs[run] = untilProven(better, worse, eValue, new WealthProcess(0, 1, grid), random);
    }
    Arrays.sort(pairs);
    return new PairsNeeded(better, worse, eValue, pairs);
  }

  private static int untilProven(
      double better, double worse, double eValue, WealthProcess wealth, RandomGenerator random) {
    int pairs = 0;
    while (wealth.eValue() < eValue) {
      double draw = random.nextDouble();
      // Pairs of equal answers change no wealth.
      if (draw < better + worse) {
        wealth.add(draw < better ? 1 : -1);
      }
      pairs++;
    }
    return pairs;
  }

  int quantile(double share) {
    return pairs[(int) Math.ceil(share * pairs.length) - 1];
  }

  /** Share of the runs that are proven within so many pairs. */
  double provenWithin(int most) {
    return (double) Arrays.stream(pairs).filter(needed -> needed <= most).count() / pairs.length;
  }

  /**
   * Pairs that McNemar's test of a size fixed beforehand takes, one-sided, of the same error
   * probability, for a given power (Connor 1987, the normal approximation).
   */
  int fixedSize(double power) {
    NormalDistribution normal = NormalDistribution.of(0, 1);
    double gain = better - worse;
    double disagreement = better + worse;
    double root =
        normal.inverseSurvivalProbability(1 / eValue) * Math.sqrt(disagreement)
            + normal.inverseCumulativeProbability(power) * Math.sqrt(disagreement - gain * gain);
    return (int) Math.ceil(Math.pow(root / gain, 2));
  }
}
