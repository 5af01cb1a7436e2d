package dev.ascent.core.promotion;

import dev.ascent.core.random.Seeds;
import dev.ascent.core.task.PromotionPolicy;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * In how many simulated periods of a stream anything was promoted though nothing was better.
 *
 * @param periods simulated
 * @param withPromotion those of them with a promotion
 */
record FalsePromotions(int periods, int withPromotion) {

  /** Simulates periods with all attempts of each, looked at after every example. */
  static FalsePromotions simulate(
      NullScenario scenario, PromotionPolicy policy, int periods, long seed) {
    int withPromotion = 0;
    for (int period = 0; period < periods; period++) {
      RandomGenerator random =
          Seeds.generator(seed, "null", scenario.name(), String.valueOf(period));
      withPromotion += promotesInPeriod(scenario, policy, random) ? 1 : 0;
    }
    return new FalsePromotions(periods, withPromotion);
  }

  private static boolean promotesInPeriod(
      NullScenario scenario, PromotionPolicy policy, RandomGenerator random) {
    for (int attempt = 0; attempt < policy.attemptsPerPeriod(); attempt++) {
      if (promotes(scenario.attempt(random), scenario.rule(), policy)) {
        return true;
      }
    }
    return false;
  }

  /** One attempt of a stream, which ends as the product's do. */
  private static boolean promotes(
      PairStream pairs, SimulatedAttempt.Rule rule, PromotionPolicy policy) {
    return new SimulatedAttempt(rule, policy.minGain())
            .run(pairs, policy.alphaPerAttempt(), Attempt.MOST_PAIRS)
        == SimulatedAttempt.End.PROMOTED;
  }

  double share() {
    return (double) withPromotion / periods;
  }

  /** Below it the true share lies with 95% confidence (Clopper and Pearson 1934, one-sided). */
  double upperBound() {
    return withPromotion == periods
        ? 1
        : BetaDistribution.of(withPromotion + 1, periods - withPromotion)
            .inverseCumulativeProbability(0.95);
  }
}
