package dev.ascent.core.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.NotEmpty;

class PercentilePropertyTest {

  @Property
  void theEndsAreTheExtremes(
      @ForAll @NotEmpty List<@DoubleRange(min = -1, max = 1) Double> values) {
    assertThat(percentile(values, 0)).isEqualTo(Collections.min(values));
    assertThat(percentile(values, 100)).isEqualTo(Collections.max(values));
  }

  @Property
  void aHigherPercentIsNeverLower(
      @ForAll @NotEmpty List<@DoubleRange(min = -1, max = 1) Double> values,
      @ForAll @DoubleRange(max = 100) double one,
      @ForAll @DoubleRange(max = 100) double other) {
    assertThat(percentile(values, Math.min(one, other)))
        .isLessThanOrEqualTo(percentile(values, Math.max(one, other)) + 1e-12);
  }

  @Property
  void theOrderOfValuesDoesNotCount(
      @ForAll @NotEmpty List<@DoubleRange(min = -1, max = 1) Double> values,
      @ForAll @DoubleRange(max = 100) double percent,
      @ForAll Random random) {
    double[] before = values.stream().mapToDouble(Double::doubleValue).toArray();
    double expected = Percentile.of(before, percent);
    assertThat(before).containsExactly(values.stream().mapToDouble(d -> d).toArray());
    Collections.shuffle(values, random);

    assertThat(percentile(values, percent)).isEqualTo(expected);
  }

  @Example
  void nothingHasNoPercentile() {
    assertThatThrownBy(() -> Percentile.of(new double[0], 50))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double percentile(List<Double> values, double percent) {
    return Percentile.of(values.stream().mapToDouble(Double::doubleValue).toArray(), percent);
  }
}
