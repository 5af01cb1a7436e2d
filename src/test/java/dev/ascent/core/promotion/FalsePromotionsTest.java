package dev.ascent.core.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ascent.core.task.PromotionPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A small version of what {@code scripts/promotion-simulation} does at length. */
class FalsePromotionsTest {
  private static final PromotionPolicy POLICY = new PromotionPolicy(0.05, 20, 30, 0, 0.2, false);
  private static final int PERIODS = 300;

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REPEATS_COUNTED", "FAULTS_NOT_COUNTED", "FAULTS_HIDDEN_BY_FAULTS"})
  void aPeriodRarelyPromotesAnythingWhereNothingIsBetter(NullScenario scenario) {
    FalsePromotions found = FalsePromotions.simulate(scenario, POLICY, PERIODS, 1);

    assertThat(found.share()).isLessThanOrEqualTo(POLICY.alpha());
  }

  @Test
  void countingRepeatsOfAnInputWouldBreakThePromise() {
    FalsePromotions found =
        FalsePromotions.simulate(NullScenario.REPEATS_COUNTED, POLICY, PERIODS, 1);

    assertThat(found.share()).isGreaterThan(2 * POLICY.alpha());
  }

  @Test
  void faultsOnWrongAnswersWouldBreakThePromiseIfTheyWereOnlyDropped() {
    FalsePromotions found =
        FalsePromotions.simulate(NullScenario.FAULTS_NOT_COUNTED, POLICY, PERIODS, 1);

    assertThat(found.share()).isGreaterThan(2 * POLICY.alpha());
  }

  /** The rule of three, and a value of published tables. */
  @Test
  void upperBoundsAreThoseOfTheBinomialDistribution() {
    assertThat(new FalsePromotions(300, 0).upperBound())
        .isCloseTo(1 - Math.pow(0.05, 1.0 / 300), within(1e-9));
    assertThat(new FalsePromotions(10, 1).upperBound()).isCloseTo(0.3942, within(1e-4));
    assertThat(new FalsePromotions(10, 10).upperBound()).isEqualTo(1);
  }
}
