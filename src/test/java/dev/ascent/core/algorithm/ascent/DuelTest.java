package dev.ascent.core.algorithm.ascent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.algorithm.ascent.Duel.Standing;
import dev.ascent.core.pool.PooledProgram;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.testing.TicketLessons;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DuelTest {
  private static final double PROMISED = 0.01;
  private static final int PAIRS = 16;
  private static final int MOST_PAIRS = 48;

  @Test
  void aPromisedGainLeadsOnATie() {
    assertThat(standing(PROMISED, 0, PAIRS)).isEqualTo(Standing.WON);
    assertThat(standing(0, 0, PAIRS)).isEqualTo(Standing.OPEN);
  }

  @Test
  void aPromisedGainThatDoesNotShowLosesAtOnce() {
    assertThat(standing(PROMISED, -0.02, PAIRS)).isEqualTo(Standing.LOST);
  }

  @Test
  void aGainThatNothingPromisesHasToBeLarger() {
    assertThat(standing(PROMISED, 0.02, PAIRS)).isEqualTo(Standing.WON);
    assertThat(standing(0, 0.02, PAIRS)).isEqualTo(Standing.OPEN);
    assertThat(standing(0, 0.05, PAIRS)).isEqualTo(Standing.WON);
  }

  @Test
  void aGainWhereALossIsPromisedHasToBeLargest() {
    assertThat(standing(-PROMISED, 0.05, PAIRS)).isEqualTo(Standing.OPEN);
    assertThat(standing(-PROMISED, 0.1, PAIRS)).isEqualTo(Standing.WON);
  }

  @Test
  void aLargePromiseOutweighsASmallLoss() {
    assertThat(standing(0.1, -0.003, PAIRS)).isEqualTo(Standing.WON);
    assertThat(standing(0.1, -0.1, PAIRS)).isEqualTo(Standing.LOST);
  }

  @Test
  void aChallengerThatLooksWorseIsNotWorthMoreRollouts() {
    assertThat(standing(0, -0.02, PAIRS)).isEqualTo(Standing.LOST);
    assertThat(standing(-PROMISED, -0.02, PAIRS)).isEqualTo(Standing.LOST);
  }

  @Test
  void aDuelStaysOpenForSoManyPairsAtMost() {
    assertThat(standing(0, 0, MOST_PAIRS - 1)).isEqualTo(Standing.OPEN);
    assertThat(standing(0, 0, MOST_PAIRS)).isEqualTo(Standing.LOST);
    assertThat(standing(0, 0.1, MOST_PAIRS)).isEqualTo(Standing.WON);
  }

  @Test
  void onlyExamplesThatBothRanOnAndNeitherLearnedFromArePairs() {
    PooledProgram leader = pooled(TicketLessons.START, 0, 5, 0.5);
    Program taught =
        TicketLessons.START.withPredictors(p -> p.withRule(new Rule("advice", List.of("e3"))));
    PooledProgram challenger = pooled(taught, 2, 9, 0.75);

    Duel duel = Duel.of(challenger, leader, 0);

    assertThat(duel.pairs()).isEqualTo(2);
    assertThat(duel.gain()).isEqualTo(0.25);
  }

  @Test
  void aDuelWithoutPairsIsAsUncertainAsOneObservation() {
    Duel duel =
        Duel.of(
            pooled(TicketLessons.START, 0, 2, 1), PooledProgram.unknown(TicketLessons.START), 0);

    assertThat(duel).isEqualTo(new Duel(0, 0, 0.5, 0));
  }

  /** How it stands after so many pairs that all differ alike. */
  private static Standing standing(double promised, double gain, int pairs) {
    Program other = TicketLessons.START.withPredictors(p -> p.withRule(new Rule("", List.of())));
    return Duel.of(
            pooled(other, 0, pairs, 0.5 + gain),
            pooled(TicketLessons.START, 0, pairs, 0.5),
            promised)
        .standing();
  }

  private static PooledProgram pooled(Program program, int from, int to, double score) {
    return PooledProgram.unknown(program)
        .credited(
            IntStream.range(from, to)
                .mapToObj(
                    i -> new ScoredRollout(program.id(), "e" + i, RolloutStatus.SCORED, score))
                .toList());
  }
}
