package dev.ascent.core.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ascent.core.pool.PooledProgram;
import dev.ascent.core.random.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ParetoFrontierTest {
  private static final PooledProgram A = Programs.child(Programs.START, "a");
  private static final PooledProgram B = Programs.child(Programs.START, "b");
  private static final PooledProgram C = Programs.child(Programs.START, "c");

  @Test
  void programCountsTheExamplesOnWhichNoneIsBetter() {
    assertThat(weights(ran(A, 1, 1, 0, 0.5), ran(B, 0, 0.9, 1, 0.4))).containsExactly(3.0, 1.0);
  }

  @Test
  void programThatIsBestOnlyWhereAnotherIsAsGoodIsDominated() {
    assertThat(weights(ran(A, 1, 1, 0), ran(B, 0, 0, 1), ran(C, 1, 0, 0)))
        .containsExactly(2.0, 1.0, 0.0);
  }

  @Test
  void programCoveredByTwoOthersTogetherIsDominated() {
    assertThat(weights(ran(A, 1, 0, 1, 0), ran(B, 0, 1, 0, 1), ran(C, 1, 1, 0, 0)))
        .containsExactly(2.0, 2.0, 0.0);
  }

  @Test
  void oneOfTwoEqualsStays() {
    assertThat(weights(ran(A, 1, 0), ran(B, 1, 0))).containsExactly(0.0, 2.0);
  }

  @Test
  void exampleThatOnlyOneRanOnSaysNothing() {
    PooledProgram elsewhere = Programs.scored(ran(A, 0, 1), 10, 1, 1, 1);

    assertThat(weights(elsewhere, ran(B, 1, 0))).containsExactly(1.0, 1.0);
  }

  @Test
  void exampleThatARuleCameFromDoesNotCountForIt() {
    PooledProgram fromFirst = Programs.child(Programs.START, "a", "e0");

    assertThat(weights(ran(fromFirst, 1, 1, 0), ran(B, 0, 0, 1), ran(C, 0.5, 0, 0)))
        .containsExactly(1.0, 1.0, 1.0);
  }

  @Test
  void programThatWasComparedWithNoneHasOneChance() {
    assertThat(weights(ran(A, 1, 1, 1), ran(B, 0, 0, 0), C)).containsExactly(3.0, 0.0, 1.0);
    assertThat(weights(Programs.START)).containsExactly(1.0);
  }

  @Test
  void drawsAreInProportionToTheExamples() {
    ParetoFrontier frontier = new ParetoFrontier();
    Selector.Draws draws =
        frontier.draws(
            frontier.standings(List.of(ran(C, 1, 0, 0), ran(A, 1, 1, 0), ran(B, 0, 0, 1))));
    RandomGenerator random = Seeds.generator(1);
    double[] shares = new double[3];
    for (int i = 0; i < 20_000; i++) {
      shares[draws.next(random)] += 1.0 / 20_000;
    }
    assertThat(shares).containsExactly(new double[] {0, 2.0 / 3, 1.0 / 3}, within(0.015));
  }

  private static PooledProgram ran(PooledProgram program, double... scores) {
    return Programs.scored(program, 0, scores);
  }

  private static List<Double> weights(PooledProgram... programs) {
    return new ParetoFrontier()
        .standings(Arrays.asList(programs)).stream().map(Standing::score).toList();
  }
}
