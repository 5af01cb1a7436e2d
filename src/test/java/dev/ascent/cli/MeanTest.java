package dev.ascent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeanTest {

  /** Wilson's limits of 8 of 10, as R's prop.test(8, 10, correct = FALSE) gives them. */
  @Test
  void sharesHaveWilsonsLimits() {
    Mean mean = Mean.ofScores(List.of(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0));

    assertThat(mean.value()).isEqualTo(0.8);
    assertThat(mean.low()).isCloseTo(0.4902, within(1e-4));
    assertThat(mean.high()).isCloseTo(0.9433, within(1e-4));
    assertThat(Mean.ofScores(Collections.nCopies(20, 1.0)).low()).isCloseTo(0.8389, within(1e-4));
  }

  /** Student's limits, 2.7764 standard errors for four degrees of freedom. */
  @Test
  void differencesHaveStudentsLimits() {
    Mean mean = Mean.ofDifferences(List.of(0.0, 1.0, 0.0, 1.0, 0.5));

    assertThat(mean.value()).isEqualTo(0.5);
    assertThat(mean.low()).isCloseTo(0.5 - 2.7764 * Math.sqrt(0.25 / 5), within(1e-3));
    assertThat(mean.high()).isEqualTo(1);
  }

  @Test
  void littleDataSaysLittle() {
    assertThat(Mean.ofScores(List.of())).isEqualTo(new Mean(0, 0, 0, 1));
    assertThat(Mean.ofScores(List.of(0.5)).low()).isZero();
    assertThat(Mean.ofDifferences(List.of())).isEqualTo(new Mean(0, 0, -1, 1));
  }
}
