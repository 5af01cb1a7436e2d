package dev.ascent.core.decision;

import static dev.ascent.core.decision.DecidedTask.DAY;
import static dev.ascent.core.decision.DecidedTask.NOW;
import static dev.ascent.core.decision.DecidedTask.ended;
import static dev.ascent.core.decision.DecidedTask.round;
import static dev.ascent.core.decision.DecidedTask.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.budget.Lease;
import dev.ascent.core.drift.ScoreLevel;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.StepCounts;
import dev.ascent.core.program.Program;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.promotion.CanaryAnswers;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.core.promotion.LoneFaults;
import dev.ascent.core.promotion.TestCosts;
import dev.ascent.core.rollout.RolloutCosts;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.PromotionPolicy;
import dev.ascent.testing.TaskBuilder;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a challenger is tested against the champion, and what comes of its rounds. */
class DeciderAttemptsTest {
  private final DecidedTask task = new DecidedTask();

  @Test
  void anUnprovenResultStandsButIsNotPromoted() {
    validating();
    Attempt attempt = task.pool().attempt();
    task.decide(
        new PoolEvent.RoundEnded(
            new RoundOutcome(attempt.id(), 1, List.of(0.0), 7, 0, Usage.NONE, true)));

    assertThat(task.pool().phase()).isEqualTo(Phase.FINISHED);
    assertThat(task.pool().verdict().program()).isEqualTo(attempt.challenger());
    assertThat(task.pool().champions()).hasSize(1);
  }

  @Test
  void evidenceStatesWhatTheRolloutsOfAllRoundsTook() {
    validating();
    int rounds = 0;
    while (task.pool().attempt() != null) {
      task.decide(costing(task.pool().attempt(), 0.3));
      rounds++;
    }

    assertThat(rounds).isGreaterThan(1);
    assertThat(task.pool().champion().evidence().costs())
        .isEqualTo(
            new TestCosts(
                new RolloutCosts(rounds, new Usage(rounds, 100L * rounds, 0, 0), 5L * rounds),
                RolloutCosts.NONE));
  }

  /** A round in which one rollout of the challenger tells what it took. */
  private static PoolEvent costing(Attempt attempt, double difference) {
    return new PoolEvent.RoundEnded(
        new RoundOutcome(
            attempt.id(),
            attempt.round(),
            Collections.nCopies(attempt.pairsWanted(), difference),
            0,
            0,
            Usage.NONE,
            false,
            LoneFaults.NONE,
            CanaryAnswers.NONE,
            ScoreLevel.NONE,
            new TestCosts(new RolloutCosts(1, new Usage(1, 100, 0, 0), 5), RolloutCosts.NONE)));
  }

  @Test
  void theSameRoundEndsOnce() {
    validating();
    PoolEvent ended = round(task.pool().attempt(), 0.0);
    task.decide(ended);

    assertThat(task.pool().attempt().round()).isEqualTo(2);
    task.assertNothing(ended);
  }

  @Test
  void aRoundFromBeforeTheSearchBeganAgainIsOnlyPaidFor() {
    validating();
    PoolEvent ended = round(task.pool().attempt(), 1.0);
    task.decide(
        new PoolEvent.TaskSeen(
            TaskBuilder.simba().steps(1).dataset(4, 100).model("larger").build()));

    task.decide(ended);

    assertThat(task.pool().ledger().open()).isEmpty();
    assertThat(task.pool().phase()).isEqualTo(Phase.SEARCHING);
    assertThat(task.pool().champion().program()).isEqualTo(task.pool().start());
  }

  @Test
  void aSuccessorAsksAgainForTheRoundUnderWay() {
    validating();
    Attempt before = task.pool().attempt();
    Lease lost = task.pool().ledger().open(before.roundId()).orElseThrow();
    Decider successor = new Decider("run-2");

    task.apply(
        successor
            .decide(task.pool(), new PoolEvent.TaskSeen(task.pool().definition()), NOW)
            .orElseThrow());

    assertThat(task.pool().attempt().round()).isEqualTo(before.round() + 1);
    assertThat(task.pool().attempt().differences()).isEqualTo(before.differences());
    assertThat(task.pool().ledger().open())
        .extracting(Lease::id)
        .containsExactly(task.pool().attempt().roundId());
    assertThat(task.pool().ledger().total().rollouts()).isEqualTo(lost.charge().rollouts());
    assertThat(successor.decide(task.pool(), round(before, 1.0), NOW)).isEmpty();
  }

  @Test
  void aSuccessorAsksForNoRoundOfATestThatItsDefinitionEnds() {
    validating();
    Lease lost = task.pool().ledger().open(task.pool().attempt().roundId()).orElseThrow();

    task.apply(
        new Decider("run-2")
            .decide(
                task.pool(),
                new PoolEvent.TaskSeen(
                    TaskBuilder.simba().steps(1).dataset(4, 100).model("larger").build()),
                NOW)
            .orElseThrow());

    assertThat(task.pool().attempt()).isNull();
    assertThat(task.pool().phase()).isEqualTo(Phase.SEARCHING);
    assertThat(task.pool().ledger().open()).isEmpty();
    assertThat(task.pool().ledger().total().rollouts()).isEqualTo(lost.charge().rollouts());
  }

  @Test
  void aSuccessorWithoutBudgetEndsTheAttempt() {
    validating(9);
    task.apply(
        new Decider("run-2")
            .decide(task.pool(), new PoolEvent.TaskSeen(task.pool().definition()), NOW)
            .orElseThrow());

    assertThat(task.pool().phase()).isEqualTo(Phase.FINISHED);
    assertThat(task.pool().attempt()).isNull();
  }

  @Test
  void aRetiredTaskStaysRetiredWhateverWasUnderWay() {
    validating();
    PoolEvent ended = round(task.pool().attempt(), 1.0);
    task.decide(new PoolEvent.TaskGone(null));

    task.decide(ended);

    assertThat(task.pool().phase()).isEqualTo(Phase.RETIRED);
    assertThat(task.pool().champions()).hasSize(1);
    assertThat(task.pool().attempt()).isNull();
    assertThat(task.pool().ledger().open()).isEmpty();
  }

  @Test
  void aStreamTestsALeaderThatLooksBetter() {
    task.open(TaskBuilder.ascent().build());
    Program better = leading(100);
    endAStep();

    assertThat(task.pool().attempt().challenger()).isEqualTo(better.id());
    assertThat(task.pool().attempt().alpha()).isEqualTo(0.05 / 20);
    assertThat(task.pool().attempts()).isEqualTo(1);
    while (task.pool().attempt() != null) {
      task.decide(round(task.pool().attempt(), 1.0));
    }
    assertThat(task.pool().champion().program()).isEqualTo(better.id());
    assertThat(task.pool().champion().evidence().eValue()).isGreaterThanOrEqualTo(400);
    assertThat(task.pool().isActive()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"4, 24", "8, 24", "12, 36", "16, 48", "32, 48"})
  void aLeaderIsTestedAfterThreeMinibatches(int minibatchSize, int rollouts) {
    task.open(TaskBuilder.ascent().minibatchSize(minibatchSize).build());
    Program better = leading(rollouts - 1);
    endAStep();

    assertThat(task.pool().attempt()).isNull();

    task.apply(
        new Change.Credited(
            List.of(task.scored(rollouts, 0), DecidedTask.scored(better.id(), rollouts, 1))));
    task.decide(wanted("m2", 16));
    task.decide(ended(task.manifest("m2", 16), List.of(task.scored(1, 0)), Usage.NONE));

    assertThat(task.pool().attempt().challenger()).isEqualTo(better.id());
  }

  @Test
  void aLeaderThatLooksNoBetterIsNotTested() {
    task.open(TaskBuilder.ascent().build());
    Program leader = leading(0);
    for (int i = 0; i < 100; i++) {
      double alike = i % 2;
      task.apply(
          new Change.Credited(
              List.of(task.scored(i, alike), DecidedTask.scored(leader.id(), i, alike))));
    }
    endAStep();

    assertThat(task.pool().attempt()).isNull();
  }

  @Test
  void aPeriodHasTwentyTestsOfWhichThreeAreKeptForAlarms() {
    task.open(TaskBuilder.ascent().build());
    Program leader = leading(100);
    task.apply(new Change.Stepped("m", new StepCounts(1_000, 0, Map.of(), 0, 0)));
    for (int test = 1; test <= 17; test++) {
      endAStep();
      assertThat(task.pool().attempts()).isEqualTo(test);
      task.apply(new Change.Concluded(task.pool().attempt().id(), Evidence.start()));
    }
    endAStep();
    assertThat(task.pool().attempt()).as("the 18th").isNull();

    task.at(NOW.plus(Duration.ofDays(29)));
    endAStep();
    assertThat(task.pool().attempt()).as("in the same period").isNull();

    task.at(NOW.plus(Duration.ofDays(30)));
    endAStep();
    assertThat(task.pool().attempt().challenger()).isEqualTo(leader.id());
    assertThat(task.pool().attempts()).as("of the new period").isEqualTo(1);
  }

  @Test
  void aLeaderIsNotTestedWhileTheSearchIsYoung() {
    task.open(TaskBuilder.ascent().build());
    leading(100);
    task.apply(new Change.Stepped("m0", new StepCounts(-1, 0, Map.of(), 0, 0)));
    endAStep();

    assertThat(task.pool().attempt()).isNull();
  }

  @Test
  void aLeaderIsTestedOnAThinStreamToo() {
    task.open(TaskBuilder.ascent().build());
    Program better = leading(30);
    task.apply(new Change.Credited(task.wonBy(better, 30)));
    endAStep();

    assertThat(task.pool().attempt().challenger()).isEqualTo(better.id());
  }

  @Test
  void roundsStayWithinBoundsHoweverLongATestGoesOn() {
    task.open(TaskBuilder.ascent().build());
    leading(100);
    endAStep();
    for (int round = 1; round <= 140; round++) {
      Attempt attempt = task.pool().attempt();
      assertThat(attempt.pairsWanted()).as("round " + round).isBetween(8, 64);
      task.decide(
          new PoolEvent.RoundEnded(
              new RoundOutcome(
                  attempt.id(), round, List.of(), attempt.pairsWanted(), 0, Usage.NONE, false)));
    }
    assertThat(task.pool().attempt().pairsWanted()).isEqualTo(64);
  }

  @Test
  void whatIsProvenWaitsWherePeopleWantToApprove() {
    task.open(
        TaskBuilder.ascent().promotion(new PromotionPolicy(0.05, 20, 30, 0, 0.2, true)).build());
    Program better = leading(100);
    endAStep();
    while (task.pool().attempt() != null) {
      task.decide(round(task.pool().attempt(), 1.0));
    }

    assertThat(task.pool().champion().program()).isEqualTo(task.pool().start());
    assertThat(task.pool().awaiting().program()).isEqualTo(better.id());
    assertThat(task.pool().awaiting().evidence().eValue()).isGreaterThanOrEqualTo(400);
  }

  @Test
  void nothingIsTestedWhileTheChampionIsPinned() {
    task.open(TaskBuilder.ascent().build());
    task.apply(new Change.Pinned(true));
    leading(100);
    endAStep();

    assertThat(task.pool().attempt()).isNull();
  }

  @Test
  void anAttemptAgainstTheEvidenceIsGivenUp() {
    task.open(TaskBuilder.ascent().build());
    Program worse = task.taught("a rule");
    task.apply(
        new Change.Joined(worse, List.of()),
        new Change.Attempted(
            Attempt.open("attempt-9", worse.id(), task.pool().start(), 0.0025, 0, 8), true, DAY),
        new Change.Leased(new Lease("attempt-9-1", 16, 1)));
    int rounds = 0;
    while (task.pool().attempt() != null) {
      task.decide(round(task.pool().attempt(), -1.0));
      rounds++;
    }
    assertThat(rounds).isLessThan(4);
    assertThat(task.pool().champions()).hasSize(1);
    assertThat(task.pool().ledger().open()).isEmpty();
  }

  /** A leader that was right on as many examples as the start was wrong on. */
  private Program leading(int examples) {
    Program better = task.taught("a rule");
    task.apply(
        new Change.Joined(better, List.of()),
        new Change.Credited(task.wonBy(better, examples)),
        new Change.Led(better.id()),
        new Change.Stepped("m0", new StepCounts(7, 0, Map.of(), 0, 0)));
    return better;
  }

  private void endAStep() {
    task.decide(wanted("m1", 16));
    task.decide(ended(task.manifest("m1", 16), List.of(task.scored(0, 1)), Usage.NONE));
  }

  /** A bounded search that tests its result, with budget enough. */
  private void validating() {
    validating(100_000);
  }

  private void validating(long rollouts) {
    task.open(TaskBuilder.simba().steps(1).dataset(4, 100).rollouts(rollouts).build());
    Program better = task.taught("a rule");
    long attempts = Math.min(4, rollouts / 2 / 8);
    task.apply(
        new Change.Joined(better, List.of(1.0)),
        new Change.Entered(Phase.VALIDATING, List.of(better.id())),
        new Change.Attempted(
            Attempt.open("attempt-2", better.id(), task.pool().start(), 0.05, 0, 8), true, DAY),
        new Change.Leased(
            new Lease(
                "attempt-2-1", (int) Math.min(16, rollouts / 2 * 2), (int) Math.max(1, attempts))));
  }
}
