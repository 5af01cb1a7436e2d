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
import dev.ascent.core.pool.Refusal;
import dev.ascent.core.pool.StepCounts;
import dev.ascent.core.program.Program;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.core.promotion.LoneFaults;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.PromotionPolicy;
import dev.ascent.testing.TaskBuilder;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What guards keep from being promoted, and what follows for the search. */
class DeciderRefusalsTest {
  private final DecidedTask task = new DecidedTask();
  private int step;

  @Test
  void aStreamsChallengerThatFaultsMoreOftenIsRefusedWhateverItGains() {
    Program challenger = testing();
    task.decide(faulting(7));

    assertThat(task.pool().attempt()).isNull();
    assertThat(task.pool().attempts()).isEqualTo(1);
    assertThat(task.pool().champions()).hasSize(1);
    assertThat(task.pool().refusals()).hasSize(1);
    assertThat(task.pool().refusals().get(0).program()).isEqualTo(challenger.id());
    assertThat(task.pool().refusals().get(0).reason()).contains("faults more often");
    assertThat(task.pool().ledger().open()).isEmpty();
  }

  @Test
  void aFewFaultsRefuseNothing() {
    testing();
    task.decide(faulting(3));

    assertThat(task.pool().attempt().faults().ofChallenger()).hasSize(3);
    assertThat(task.pool().refusals()).isEmpty();
  }

  @Test
  void whatWasRefusedIsTestedAgainInTheNextPeriod() {
    Program challenger = testing();
    task.decide(faulting(7));
    task.apply(new Change.Stepped("m0", new StepCounts(100, 0, Map.of(), 0, 0)));
    endAStep();
    assertThat(task.pool().attempt()).isNull();

    task.at(NOW.plus(Duration.ofDays(30)));
    endAStep();

    assertThat(task.pool().attempt().challenger()).isEqualTo(challenger.id());
  }

  @Test
  void anotherLeaderIsTestedAfterARefusal() {
    testing();
    task.decide(faulting(7));
    task.apply(new Change.Stepped("m0", new StepCounts(100, 0, Map.of(), 0, 0)));
    Program other = leading("another rule");
    endAStep();

    assertThat(task.pool().attempt().challenger()).isEqualTo(other.id());
  }

  @Test
  void anotherDefinitionForgetsRefusals() {
    testing();
    task.decide(faulting(7));
    task.decide(new PoolEvent.TaskSeen(TaskBuilder.ascent().rollouts(90_000).build()));

    assertThat(task.pool().refusals()).isEmpty();
  }

  @Test
  void aFilesSearchEndsWithItsStartWhereItsResultIsRefused() {
    task.open(TaskBuilder.simba().steps(1).dataset(4, 100).rollouts(100_000).build());
    Program better = task.taught("a rule");
    task.apply(
        new Change.Joined(better, List.of(1.0)),
        new Change.Entered(Phase.VALIDATING, List.of(better.id())),
        new Change.Attempted(
            Attempt.open("attempt-2", better.id(), task.pool().start(), 0.05, 0, 8), true, DAY),
        new Change.Leased(new Lease("attempt-2-1", 16, 4)));
    task.decide(faulting(7));

    assertThat(task.pool().phase()).isEqualTo(Phase.FINISHED);
    assertThat(task.pool().verdict().program()).isEqualTo(task.pool().start());
    assertThat(task.pool().verdict().evidence().status()).isEqualTo(Evidence.Status.START);
    assertThat(task.pool().refusals()).hasSize(1);
  }

  @Test
  void onlyTheLatestRefusalsStayKnown() {
    testing();
    for (int i = 0; i < 30; i++) {
      task.apply(new Change.Refused(new Refusal("p" + i % 25, "no", DAY)));
    }
    assertThat(task.pool().refusals()).hasSize(20).doesNotHaveDuplicates();
    assertThat(task.pool().isRefused("p4", DAY + 29)).isTrue();
    assertThat(task.pool().isRefused("p4", DAY + 30)).isFalse();
    assertThat(task.pool().isRefused("p9", DAY)).isFalse();
  }

  @Test
  void aLeaderBeyondLoweredCapsMakesWayWithoutATest() {
    task.open(TaskBuilder.ascent().build());
    Program leader = leading("a rule");
    task.decide(new PoolEvent.TaskSeen(TaskBuilder.ascent().caps(8, 0).build()));
    endAStep();

    assertThat(task.pool().attempt()).isNull();
    assertThat(task.pool().attempts()).isZero();
    assertThat(task.pool().leader()).isNotEqualTo(leader.id());
    assertThat(task.pool().program(task.pool().leader()).ruleCount()).isZero();
  }

  @Test
  void whatAnotherDefinitionForbidsMeanwhileIsNotPromotedByItsTest() {
    testing();
    task.decide(new PoolEvent.TaskSeen(TaskBuilder.ascent().maxPromptTokens(100).build()));
    while (task.pool().attempt() != null) {
      task.decide(round(task.pool().attempt(), 1.0));
    }

    assertThat(task.pool().champions()).hasSize(1);
    assertThat(task.pool().refusals().get(0).reason()).contains("max-prompt-tokens 100");
  }

  @Test
  void whatWaitsForApprovalIsHeldToItsCapsAsTheyAreByThen() {
    task.open(TaskBuilder.ascent().build());
    Program waiting = leading("a rule");
    task.apply(new Change.Awaited(waiting.id(), Evidence.start()));
    task.decide(new PoolEvent.TaskSeen(TaskBuilder.ascent().caps(8, 0).build()));
    task.decide(
        new PoolEvent.Commanded(new Command(CommandKind.APPROVE, "test", null, waiting.id())));

    assertThat(task.pool().champions()).hasSize(1);
    assertThat(task.pool().awaiting()).isNull();
    assertThat(task.pool().refusals()).hasSize(1);
  }

  @Test
  void aLeaderWhoseRuleHoldsALinkIsTestedOnlyWhereLogsAreTrusted() {
    task.open(TaskBuilder.ascent().build());
    leading("see https://pay.example.org");
    endAStep();
    assertThat(task.pool().attempt()).isNull();
    assertThat(task.pool().refusals().get(0).reason()).contains("it holds a link");

    PromotionPolicy usual = TaskBuilder.ascent().build().promotion();
    task.decide(
        new PoolEvent.TaskSeen(TaskBuilder.ascent().promotion(usual.withTrustLogs(true)).build()));
    endAStep();
    assertThat(task.pool().attempt()).isNotNull();
  }

  /** A round that the challenger wins wherever both answer. */
  private PoolEvent faulting(int faults) {
    Attempt attempt = task.pool().attempt();
    return new PoolEvent.RoundEnded(
        new RoundOutcome(
            attempt.id(),
            attempt.round(),
            Collections.nCopies(attempt.pairsWanted() - faults, 1.0),
            faults,
            0,
            Usage.NONE,
            false,
            new LoneFaults(Collections.nCopies(faults, 0.0), List.of()),
            ScoreLevel.NONE));
  }

  /** A challenger under its first test. */
  private Program testing() {
    task.open(TaskBuilder.ascent().build());
    Program challenger = leading("a rule");
    endAStep();
    return challenger;
  }

  private Program leading(String rule) {
    Program better = task.taught(rule);
    task.apply(
        new Change.Joined(better, List.of()),
        new Change.Credited(task.wonBy(better, 100)),
        new Change.Led(better.id()),
        new Change.Stepped("m0", new StepCounts(7, 0, Map.of(), 0, 0)));
    return better;
  }

  private void endAStep() {
    step++;
    task.decide(wanted("m" + step, 16));
    task.decide(ended(task.manifest("m" + step, 16), List.of(task.scored(0, 1)), Usage.NONE));
  }
}
