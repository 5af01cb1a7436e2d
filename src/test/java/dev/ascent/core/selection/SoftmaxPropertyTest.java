package dev.ascent.core.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ascent.core.random.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;

class SoftmaxPropertyTest {

  @Property
  void probabilitiesSumToOneAndFollowTheScores(
      @ForAll @Size(min = 1, max = 12) List<@DoubleRange(min = -1e6, max = 1e6) Double> scores,
      @ForAll @Scale(6) @DoubleRange(min = 1e-6, max = 1e3) double temperature) {
    double[] given = array(scores);
    double[] probabilities = new Softmax(temperature).probabilities(given);

    assertThat(Arrays.stream(probabilities).sum()).isCloseTo(1, within(1e-9));
    for (int i = 1; i < given.length; i++) {
      assertThat(Double.compare(probabilities[i], probabilities[i - 1]))
          .isIn(0, Double.compare(given[i], given[i - 1]));
    }
  }

  @Property
  void onlyDifferencesCount(
      @ForAll @Size(min = 1, max = 12) List<@DoubleRange(max = 1) Double> scores,
      @ForAll @DoubleRange(min = -100, max = 100) double shift) {
    Softmax softmax = new Softmax(0.2);

    assertThat(softmax.probabilities(array(scores.stream().map(s -> s + shift).toList())))
        .containsExactly(softmax.probabilities(array(scores)), within(1e-9));
  }

  @Property
  void equalSeedsDrawEqually(
      @ForAll @Size(min = 1, max = 12) List<@DoubleRange(max = 1) Double> scores,
      @ForAll long seed) {
    Softmax softmax = new Softmax(0.2);
    int drawn = softmax.draw(array(scores), Seeds.generator(seed));

    assertThat(drawn).isBetween(0, scores.size() - 1);
    assertThat(softmax.draw(array(scores), Seeds.generator(seed))).isEqualTo(drawn);
  }

  @Example
  void drawsFollowTheProbabilities() {
    double[] scores = {0, 0.25, 0.5};
    Softmax softmax = new Softmax(0.2);
    RandomGenerator random = Seeds.generator(1);
    int draws = 20_000;
    double[] shares = new double[scores.length];
    for (int i = 0; i < draws; i++) {
      shares[softmax.draw(scores, random)] += 1.0 / draws;
    }
    assertThat(shares).containsExactly(softmax.probabilities(scores), within(0.015));
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
