package dev.ascent.core.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ascent.core.pool.PooledProgram;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreModelTest {
  private static final double[] EASY = {1, 1, 1, 1, 1, 1, 0, 1};
  private static final double[] HARD = {0, 0, 1, 0, 0, 0, 0, 0};
  private static final PooledProgram A = Programs.child(Programs.START, "a");
  private static final PooledProgram B = Programs.child(Programs.START, "b");

  @Test
  void muchOfTheLuckWithEasyExamplesIsTakenOut() {
    PooledProgram start = Programs.scored(Programs.scored(Programs.START, 0, EASY), 8, HARD);
    List<Standing> standings =
        standings(start, Programs.scored(A, 0, EASY), Programs.scored(B, 8, HARD));

    // The means differ by 0.75; shrinking alone would leave 0.54.
    assertThat(standings.get(1).score() - standings.get(2).score()).isBetween(0.0, 0.5);
  }

  @Test
  void programThatNeverRanIsExpectedToDoAsItsParent() {
    PooledProgram good = Programs.solving(A, 36);
    List<Standing> standings =
        standings(Programs.solving(Programs.START, 10), good, Programs.child(good, "next"), B);

    assertThat(standings.get(2).score()).isCloseTo(standings.get(1).score(), within(1e-9));
    assertThat(standings.get(3).score()).isCloseTo(standings.get(0).score(), within(1e-9));
    assertThat(standings.get(2).deviation()).isCloseTo(0.2, within(1e-9));
  }

  @Test
  void distinctExamplesMakeSurerAndRepeatsDoNot() {
    PooledProgram some = Programs.scored(A, 0, EASY);
    double once = standings(some).get(0).deviation();

    assertThat(standings(Programs.scored(some, 8, EASY)).get(0).deviation()).isLessThan(once);
    assertThat(standings(Programs.scored(some, 0, EASY)).get(0).deviation())
        .isCloseTo(once, within(1e-9));
    assertThat(once).isLessThan(0.2);
  }

  @Test
  void exampleThatARuleCameFromDoesNotCountForIt() {
    PooledProgram fromNinth = Programs.child(Programs.START, "a", "e8");
    PooledProgram before = Programs.scored(fromNinth, 0, EASY);

    assertThat(standings(Programs.scored(before, 8, 1))).isEqualTo(standings(before));
  }

  @Test
  void aPoolWithoutScoresIsExpectedInTheMiddle() {
    assertThat(standings(Programs.START)).containsExactly(new Standing(0.5, 0.2));
  }

  private static List<Standing> standings(PooledProgram... programs) {
    return ScoreModel.standings(Arrays.asList(programs));
  }
}
