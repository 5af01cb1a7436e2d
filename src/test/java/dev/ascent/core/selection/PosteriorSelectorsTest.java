package dev.ascent.core.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ascent.core.random.Seeds;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class PosteriorSelectorsTest {
  private static final int DRAWS = 20_000;
  private static final Standing GOOD = new Standing(0.6, 0.1);
  private static final Standing FAIR = new Standing(0.5, 0.1);
  private static final Standing CERTAIN = new Standing(0.9, 0.001);
  private static final Standing HOPELESS = new Standing(0.1, 0.001);

  @Test
  void thompsonDrawsByTheProbabilityOfBeingTheBest() {
    double probability =
        NormalDistribution.of(0, 1)
            .cumulativeProbability((0.6 - 0.5) / Math.hypot(GOOD.deviation(), FAIR.deviation()));

    assertThat(shares(new ThompsonSampling(), List.of(GOOD, FAIR)))
        .containsExactly(new double[] {probability, 1 - probability}, within(0.015));
  }

  @Test
  void topTwoSpendsHalfOfItsDrawsOnAnotherThanTheBest() {
    assertThat(shares(new TopTwoSampling(), List.of(CERTAIN, GOOD, HOPELESS)))
        .containsExactly(new double[] {0.5, 0.5, 0}, within(0.015));
  }

  @Test
  void upperConfidenceBoundPrefersTheUncertainOfEqualMeans() {
    Standing uncertain = new Standing(FAIR.score(), 0.15);

    assertThat(series(List.of(FAIR, uncertain)).get(0)).isEqualTo(1);
  }

  @Test
  void drawsOfASeriesMakeTheirProgramLessUncertain() {
    List<Integer> equals = series(List.of(GOOD, GOOD, HOPELESS));

    assertThat(equals.subList(0, 4)).containsExactly(0, 1, 0, 1);
    assertThat(equals).doesNotContain(2);
  }

  private static List<Integer> series(List<Standing> standings) {
    Selector.Draws draws = new UpperConfidenceBound().draws(standings);
    RandomGenerator unused = Seeds.generator(1);
    return IntStream.range(0, 100).mapToObj(i -> draws.next(unused)).toList();
  }

  private static double[] shares(Selector selector, List<Standing> standings) {
    double[] shares = new double[standings.size()];
    RandomGenerator random = Seeds.generator(1);
    Selector.Draws draws = selector.draws(standings);
    for (int i = 0; i < DRAWS; i++) {
      shares[draws.next(random)] += 1.0 / DRAWS;
    }
    return shares;
  }
}
