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
  private static final double[] FRACTIONS = {0.11, 0.28, 0.42};
  private static final double[] WEIGHTS = {0.6, 0.35, 0.05};

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
        chanceOfHigh * detector.after(high).statistic()
            + (1 - chanceOfHigh) * detector.after(low).statistic();

    assertThat(expected)
        .isCloseTo(detector.statistic() + 1, within(1e-9 * (1 + detector.statistic())));
  }

  @Property
  void aBetterScoreNeverRaisesTheStatistic(
      @ForAll @DoubleRange(min = 0.05, max = 0.95) double limit,
      @ForAll @Size(max = 30) List<@DoubleRange(min = 0, max = 1) Double> before,
      @ForAll @DoubleRange(min = 0, max = 1) double one,
      @ForAll @DoubleRange(min = 0, max = 1) double other) {
    DriftDetector detector = after(limit, before);

    assertThat(detector.after(Math.max(one, other)).statistic())
        .isLessThanOrEqualTo(detector.after(Math.min(one, other)).statistic());
  }

  /** The sum, over where a fall may have begun, of what bets from there on would hold. */
  @Property
  void scoreByScoreItIsTheFormulaOverTheWholeList(
      @ForAll @DoubleRange(min = 0.05, max = 0.95) double limit,
      @ForAll @NotEmpty @Size(max = 60) List<@DoubleRange(min = 0, max = 1) Double> scores) {
    double sum = 0;
    for (int gambler = 0; gambler < FRACTIONS.length; gambler++) {
      for (int start = 0; start < scores.size(); start++) {
        double wealth = WEIGHTS[gambler];
        for (double score : scores.subList(start, scores.size())) {
          wealth *= 1 + FRACTIONS[gambler] * (limit - score) / (1 - limit);
        }
        sum += wealth;
      }
    }
    assertThat(after(limit, scores).statistic()).isCloseTo(sum, within(1e-9 * sum));
  }

  @ParameterizedTest
  @EnumSource
  void scoresAtTheLimitRunAsLongAsPromised(ScoreScale scale) {
    DriftRuns runs = DriftRuns.withoutFall(scale, 0.88, 0.88, 1_000, 1);

    assertThat(runs.mean()).isGreaterThanOrEqualTo(DriftDetector.AVERAGE_RUN_LENGTH);
  }

  @ParameterizedTest
  @CsvSource({"0.1, 250", "0.2, 75", "0.45, 25"})
  void fallsAreSeenAsSoonAsDocumented(double fall, int median) {
    DriftRuns runs = DriftRuns.withFall(ScoreScale.RIGHT_OR_WRONG, 0.9, 0.88, fall, 500, 1);

    assertThat(runs.quantile(0.5)).isLessThanOrEqualTo(median);
    assertThat(runs.quantile(0.9)).isLessThanOrEqualTo(2 * median);
  }

  @Test
  void aNewDetectorIsNotAlarmed() {
    assertThat(DriftDetector.startingAt(0.88).statistic()).isZero();
    assertThat(DriftDetector.startingAt(0.88).isAlarmed()).isFalse();
  }

  @Test
  void anAlarmLongUnheardEndsWithGoodScores() {
    DriftDetector fallen = after(0.88, Collections.nCopies(10_000, 0.0));
    assertThat(fallen.statistic()).isFinite();
    assertThat(fallen.isAlarmed()).isTrue();

    assertThat(fallen.after(1).statistic()).isLessThan(fallen.statistic());
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
  void stateOfAnotherNumberOfGamblersIsRefused() {
    assertThatThrownBy(() -> new DriftDetector(0.5, List.of(1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("evidence");
  }

  private static DriftDetector after(double limit, List<Double> scores) {
    DriftDetector detector = DriftDetector.startingAt(limit);
    for (double score : scores) {
      detector = detector.after(score);
    }
    return detector;
  }
}
