package dev.ascent.core.decision;

import static dev.ascent.core.decision.DecidedTask.DAY;
import static dev.ascent.core.decision.DecidedTask.NOW;
import static dev.ascent.core.decision.DecidedTask.round;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.budget.Lease;
import dev.ascent.core.drift.ScoreLevel;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.program.Program;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.promotion.CanaryAnswers;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.core.promotion.LoneFaults;
import dev.ascent.core.promotion.TestCosts;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.PromotionPolicy;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.testing.TaskBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What comes of the examples that a proven challenger has to answer. */
class DeciderCanariesTest {
  private static final List<Example> CANARIES =
      List.of(
          Example.labelled("canary 1", Map.of("ticket", "hello"), Map.of()),
          Example.labelled("canary 2", Map.of("ticket", "invoice"), Map.of("team", "billing")));

  private final DecidedTask task = new DecidedTask();
  private Program challenger;

  @Test
  void aProvenChallengerRunsOnTheCanariesUnderALeaseOfTheirOwn() {
    proven();

    Attempt attempt = task.pool().attempt();
    Lease lease = task.pool().ledger().open(attempt.roundId()).orElseThrow();
    assertThat(attempt.isOnCanaries()).isTrue();
    assertThat(lease.rollouts()).isEqualTo(2 * CANARIES.size());
    assertThat(task.pool().champions()).hasSize(1);
  }

  @Test
  void aChallengerThatAnswersThemIsPromotedWithItsEvidence() {
    proven();
    task.decide(answered(List.of(), 0));

    assertThat(task.pool().champion().program()).isEqualTo(challenger.id());
    assertThat(task.pool().champion().evidence().status()).isEqualTo(Evidence.Status.PROVEN);
    assertThat(task.pool().attempt()).isNull();
    assertThat(task.pool().ledger().open()).isEmpty();
  }

  @Test
  void oneThatFailsAtOneIsRefused() {
    proven();
    task.decide(answered(List.of("canary 1: the answer could not be read"), 0));

    assertThat(task.pool().champions()).hasSize(1);
    assertThat(task.pool().refusals().get(0).reason())
        .isEqualTo("canary 1: the answer could not be read");
    assertThat(task.pool().attempts()).isEqualTo(1);
  }

  @Test
  void faultsAreAskedAgainAndNotForEver() {
    proven();
    task.decide(answered(List.of(), 1));
    assertThat(task.pool().attempt().canaryRounds()).isEqualTo(2);
    task.decide(answered(List.of(), 1));
    task.decide(answered(List.of(), 1));

    assertThat(task.pool().attempt()).isNull();
    assertThat(task.pool().refusals().get(0).reason()).contains("not all of its canaries");
  }

  @Test
  void aSuccessorAsksThemAgain() {
    proven();
    task.apply(
        new Decider("run-2")
            .decide(task.pool(), new PoolEvent.TaskSeen(task.pool().definition()), NOW)
            .orElseThrow());

    assertThat(task.pool().attempt().isOnCanaries()).isTrue();
    assertThat(task.pool().ledger().isOpen(task.pool().attempt().roundId())).isTrue();
  }

  @Test
  void aDefinitionWithMoreOfThemHasThemAsked() {
    proven();
    PoolEvent ended = answered(List.of(), 0);
    List<Example> more = List.of(CANARIES.get(0), CANARIES.get(1), CANARIES.get(1));
    task.decide(new PoolEvent.TaskSeen(stream(more)));
    task.decide(ended);

    assertThat(task.pool().attempt().pairsWanted()).isEqualTo(3);
    assertThat(task.pool().champions()).hasSize(1);
  }

  @Test
  void aFilesSearchWhoseResultFailsAtThemEndsWithItsStart() {
    testing(TaskBuilder.simba().steps(1).dataset(4, 100).rollouts(100_000), 0.05);
    prove();
    task.decide(answered(List.of("canary 2: expected billing"), 0));

    assertThat(task.pool().phase()).isEqualTo(Phase.FINISHED);
    assertThat(task.pool().verdict().program()).isEqualTo(task.pool().start());
    assertThat(task.pool().refusals()).hasSize(1);
  }

  @Test
  void aRetiredTaskPromotesNothing() {
    proven();
    PoolEvent ended = answered(List.of(), 0);
    task.decide(new PoolEvent.TaskGone(null));
    task.decide(ended);

    assertThat(task.pool().champions()).hasSize(1);
    assertThat(task.pool().attempt()).isNull();
  }

  private PoolEvent answered(List<String> failures, int unanswered) {
    Attempt attempt = task.pool().attempt();
    return new PoolEvent.RoundEnded(
        new RoundOutcome(
            attempt.id(),
            attempt.round(),
            List.of(),
            0,
            0,
            new Usage(4, 0, 0, 0),
            false,
            LoneFaults.NONE,
            new CanaryAnswers(failures, unanswered),
            ScoreLevel.NONE,
            TestCosts.NONE));
  }

  /** A stream's challenger that was proven better and is still to answer the canaries. */
  private void proven() {
    testing(TaskBuilder.ascent(), 0.0025);
    prove();
  }

  private void prove() {
    while (!task.pool().attempt().isOnCanaries()) {
      task.decide(round(task.pool().attempt(), 1.0));
    }
  }

  private static TaskDefinition stream(List<Example> canaries) {
    return TaskBuilder.ascent().promotion(policy(canaries)).build();
  }

  private static PromotionPolicy policy(List<Example> canaries) {
    return new PromotionPolicy(0.05, 20, 30, 0, 0.2, false).withCanaries(canaries);
  }

  private void testing(TaskBuilder builder, double alpha) {
    task.open(builder.promotion(policy(CANARIES)).build());
    challenger = task.taught("a rule");
    task.apply(
        new Change.Joined(challenger, List.of()),
        new Change.Attempted(
            Attempt.open("attempt-9", challenger.id(), task.pool().start(), alpha, 0, 8),
            true,
            DAY),
        new Change.Leased(new Lease("attempt-9-1", 16, 1)));
  }
}
