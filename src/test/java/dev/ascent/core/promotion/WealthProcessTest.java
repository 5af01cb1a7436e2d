package dev.ascent.core.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Checks the running e-value against the formula over the whole list. */
class WealthProcessTest {
  private static final int GAMBLERS = 24;

  @Property
  void everyLookAtTheRunningEValueIsThatOfTheFormula(
      @ForAll @Size(max = 80) List<@DoubleRange(min = -1, max = 1) Double> differences,
      @ForAll @DoubleRange(min = -0.9, max = 0.9) double bound) {
    WealthProcess above = WealthProcess.above(bound);
    WealthProcess below = WealthProcess.below(bound);
    for (int n = 1; n <= differences.size(); n++) {
      above.add(differences.get(n - 1));
      below.add(differences.get(n - 1));
      List<Double> seen = differences.subList(0, n);

      assertThat(Math.log(above.eValue())).isCloseTo(logEValue(seen, bound, 1), within(1e-9));
      assertThat(Math.log(below.eValue())).isCloseTo(logEValue(seen, bound, -1), within(1e-9));
    }
  }

  @Property
  void anAttemptIsProvenWhereTheRunningEValueHasReachedItsThreshold(
      @ForAll @Size(max = 60) List<@DoubleRange(min = -0.5, max = 1) Double> differences) {
    WealthProcess above = WealthProcess.above(0);
    Attempt attempt = Attempt.open("attempt-1", "challenger", "champion", 0.05, 0, 1);
    for (double difference : differences) {
      above.add(difference);
      attempt = attempt.next(List.of(difference), 0, 1);

      assertThat(attempt.isProven()).isEqualTo(above.eValue() >= 20);
    }
  }

  @Test
  void streaksThatLeaveTheRangeOfADoubleAreNotForgotten() {
    List<Double> differences = new ArrayList<>(Collections.nCopies(3_000, 1.0));
    differences.addAll(Collections.nCopies(3_000, -1.0));
    WealthProcess above = WealthProcess.above(0);
    differences.subList(0, 3_000).forEach(above::add);
    assertThat(above.eValue()).isInfinite();
    differences.subList(3_000, 6_000).forEach(above::add);

    assertThat(Math.log(above.eValue())).isCloseTo(logEValue(differences, 0, 1), within(1e-9));
  }

  private static double logEValue(List<Double> differences, double bound, int sign) {
    double[] logs = new double[GAMBLERS];
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < GAMBLERS; i++) {
      double share = (i + 1) / 25.0 / (1 + sign * bound);
      for (double difference : differences) {
        logs[i] += Math.log1p(sign * share * (difference - bound));
      }
      largest = Math.max(largest, logs[i]);
    }
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log - largest);
    }
    return largest + Math.log(sum / GAMBLERS);
  }
}
