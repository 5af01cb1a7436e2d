package dev.ascent.core.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks what the detector promises, exactly where possible and else by seeded simulation. */
class DriftDetectorTest {
  private static final double[] FALLS = {0.12, 0.3};
  private static final double[] WEIGHTS = {0.45, 0.55};
  private static final double HAZARD = 0.01;

  /** With the next score's mean at the limit the statistic grows by one in expectation. */
  @Property
  void theStatisticLessTheNumberOfScoresIsAMartingaleAtTheLimit(
      @ForAll @DoubleRange(min = 0.05, max = 0.95) double limit,
      @ForAll @Size(max = 30) List<@DoubleRange(min = 0, max = 1) Double> before,
      @ForAll @DoubleRange(min = 0, max = 1) double depth,
      @ForAll @DoubleRange(min = 0.01, max = 1) double height) {
    DriftDetector detector = after(limit, before);
    double low = limit * (1 - depth);
    double high = limit + (1 - limit) * height;
    double chanceOfHigh = (limit - low) / (high - low);
    double expected =
        chanceOfHigh * detector.after(high).held()
            + (1 - chanceOfHigh) * detector.after(low).held();

    assertThat(expected).isCloseTo(detector.held() + 1, within(1e-9 * (1 + detector.held())));
  }

  @Property
  void aBetterScoreNeverRaisesTheStatistic(
      @ForAll @DoubleRange(min = 0.05, max = 0.95) double limit,
      @ForAll @Size(max = 30) List<@DoubleRange(min = 0, max = 1) Double> before,
      @ForAll @DoubleRange(min = 0, max = 1) double one,
      @ForAll @DoubleRange(min = 0, max = 1) double other) {
    DriftDetector detector = after(limit, before);

    assertThat(detector.after(Math.max(one, other)).held())
        .isLessThanOrEqualTo(detector.after(Math.min(one, other)).held());
  }

  /** What is bet at each score is the mean over all falls and all times at which they may begin. */
  @Property
  void scoreByScoreItIsTheFormulaOverTheWholeList(
      @ForAll @DoubleRange(min = 0.05, max = 0.95) double limit,
      @ForAll @NotEmpty @Size(max = 40) List<@DoubleRange(min = 0, max = 1) Double> scores) {
    double held = 0;
    for (int i = 0; i < scores.size(); i++) {
      held = (held + 1) * (1 + bet(limit, scores.subList(0, i)) * payoff(limit, scores.get(i)));
    }

    assertThat(after(limit, scores).held()).isCloseTo(held, within(1e-9 * held));
  }

  /** Before the next score, by Bayes' rule. */
  private static double bet(double limit, List<Double> before) {
    double all = Math.pow(1 - HAZARD, before.size() + 1);
    double bet = 0;
    for (int fall = 0; fall < FALLS.length; fall++) {
      for (int start = 0; start <= before.size(); start++) {
        double chance = Math.pow(1 - HAZARD, start) * HAZARD * WEIGHTS[fall];
        for (double score : before.subList(start, before.size())) {
          chance *= 1 + FALLS[fall] * payoff(limit, score);
        }
        all += chance;
        bet += chance * FALLS[fall];
      }
    }
    return bet / all;
  }

  private static double payoff(double limit, double score) {
    return (limit - score) / (1 - limit);
  }

  @ParameterizedTest
  @EnumSource
  void scoresAtTheLimitRunAsLongAsPromised(ScoreScale scale) {
    DriftRuns runs = DriftRuns.withoutFall(scale, 0.88, 0.88, 1_000, 1);

    assertThat(runs.mean()).isGreaterThanOrEqualTo(DriftDetector.AVERAGE_RUN_LENGTH);
  }

  @ParameterizedTest
  @CsvSource({
    "0.9, 0.1, 250, 500",
    "0.9, 0.2, 75, 500",
    "0.9, 0.45, 25, 500",
    // Met by so little that 500 runs could not show it
    "0.7, 0.1, 250, 10000",
    "0.7, 0.2, 75, 10000",
    "0.7, 0.45, 25, 10000"
  })
  void fallsAreSeenAsSoonAsDocumented(double baseline, double fall, int median, int runs) {
    DriftRuns delays =
        DriftRuns.withFall(ScoreScale.RIGHT_OR_WRONG, baseline, baseline - 0.02, fall, runs, 1);

    assertThat(delays.quantile(0.5)).isLessThanOrEqualTo(median);
    assertThat(delays.quantile(0.9)).isLessThanOrEqualTo(2 * median);
  }

  @Test
  void aNewDetectorIsNotAlarmed() {
    assertThat(DriftDetector.startingAt(0.88).held()).isZero();
    assertThat(DriftDetector.startingAt(0.88).isAlarmed()).isFalse();
  }

  @Test
  void anAlarmLongUnheardEndsWithGoodScores() {
    DriftDetector fallen = after(0.88, Collections.nCopies(10_000, 0.0));
    assertThat(fallen.held()).isFinite();
    assertThat(fallen.isAlarmed()).isTrue();

    assertThat(fallen.after(1).held()).isLessThan(fallen.held());
    DriftDetector recovered = fallen;
    for (int i = 0; i < 5_000; i++) {
      recovered = recovered.after(1);
    }
    assertThat(recovered.isAlarmed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 0, 1, 1.1, Double.NaN})
  void aLimitThatNoMeanCanCrossIsRefused(double limit) {
    assertThatThrownBy(() -> DriftDetector.startingAt(limit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("limit");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void aScoreOffTheScaleIsRefused(double score) {
    DriftDetector detector = DriftDetector.startingAt(0.5);

    assertThatThrownBy(() -> detector.after(score))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("score");
  }

  @Test
  void stateOfAnotherNumberOfFallsIsRefused() {
    assertThatThrownBy(() -> new DriftDetector(0.5, List.of(1.0), 0.0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("evidence");
  }

  @Test
  void stateThatDoesNotKnowWhatIsHeldBeginsAnew() {
    assertThat(new DriftDetector(0.5, List.of(3.0, 2.0, 1.0), null))
        .isEqualTo(DriftDetector.startingAt(0.5));
  }

  private static DriftDetector after(double limit, List<Double> scores) {
    DriftDetector detector = DriftDetector.startingAt(limit);
    for (double score : scores) {
      detector = detector.after(score);
    }
    return detector;
  }
}
