package dev.ascent.pipeline.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.budget.Lease;
import dev.ascent.core.decision.RoundOutcome;
import dev.ascent.core.metric.Metrics;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.PromotionPolicy;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.lm.json.JacksonFieldReader;
import dev.ascent.pipeline.rollout.RolloutRequest;
import dev.ascent.testing.TaskBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanariesTest {
  private static final Example GREETING =
      Example.labelled("canary 1", Map.of("ticket", "hello"), Map.of());
  private static final Example INVOICE =
      Example.labelled("canary 2", Map.of("ticket", "invoice"), Map.of("team", "billing"));
  private static final RoundOpening OPENING =
      new RoundOpening("attempt-1", 3, "challenger", "champion", 2, false, 7, RoundKind.CANARIES);

  @Test
  void bothProgramsRunOnEachCanary() {
    List<RolloutRequest> requests = requests(4);

    assertThat(requests)
        .extracting(request -> request.key().example())
        .containsExactly("canary 1", "canary 1", "canary 2", "canary 2");
    assertThat(requests.get(0).program()).isNotEqualTo(requests.get(1).program());
  }

  @Test
  void noMoreAreAskedThanTheLeaseIsFor() {
    assertThat(requests(2)).hasSize(2);
  }

  @Test
  void anyReadableAnswerIsRightWhereNoneIsExpected() {
    RolloutRequest request = requests(4).get(0);

    assertThat(
            Metrics.create(request.metric(), new JacksonFieldReader())
                .score(GREETING, Map.of("team", "whatever"))
                .value())
        .isEqualTo(1);
  }

  @Test
  void aChallengerAsGoodAsTheChampionPasses() {
    RoundOutcome outcome =
        outcome(
            scored("canary 1", "challenger", 1),
            scored("canary 1", "champion", 1),
            scored("canary 2", "challenger", 0),
            scored("canary 2", "champion", 0));

    assertThat(outcome.canaries().failures()).isEmpty();
    assertThat(outcome.canaries().unanswered()).isZero();
    assertThat(outcome.differences()).isEmpty();
    assertThat(outcome.dropped()).isZero();
  }

  @Test
  void anAnswerThatCannotBeReadFailsWhateverTheChampionDoes() {
    RoundOutcome outcome =
        outcome(unreadable("canary 1", "challenger"), unreadable("canary 1", "champion"));

    assertThat(outcome.canaries().failures()).containsExactly("canary 1: could not be read");
    assertThat(outcome.missing()).isEqualTo(2);
  }

  @Test
  void aWorseAnswerThanTheChampionsFails() {
    RoundOutcome outcome =
        outcome(
            scored("canary 1", "challenger", 1),
            scored("canary 1", "champion", 1),
            scored("canary 2", "challenger", 0),
            scored("canary 2", "champion", 1));

    assertThat(outcome.canaries().failures())
        .containsExactly("canary 2: scored, and the champion is better there");
  }

  @Test
  void aFaultTellsNothing() {
    RoundOutcome outcome =
        outcome(
            scored("canary 1", "challenger", 1),
            Rollout.missing(
                key("canary 1", "champion"), RolloutStatus.FAULT, "no answer", Usage.NONE),
            scored("canary 2", "champion", 1));

    assertThat(outcome.canaries().failures()).isEmpty();
    assertThat(outcome.canaries().unanswered()).isEqualTo(2);
  }

  private static List<RolloutRequest> requests(int leased) {
    TaskDefinition task =
        TaskBuilder.ascent()
            .promotion(
                new PromotionPolicy(0.05, 20, 30, 0, 0.2, false)
                    .withCanaries(List.of(GREETING, INVOICE)))
            .build();
    Program challenger =
        task.startProgram()
            .withPredictors(predictor -> predictor.withRule(new Rule("a rule", List.of("e1"))));
    Attempt attempt =
        Attempt.open("attempt-1", challenger.id(), task.startProgram().id(), 0.05, 0, 8)
            .onCanaries(2);
    Lease lease = new Lease(attempt.roundId(), leased, 1);
    Pool pool =
        Replay.preview(
            Pool.empty("tickets"),
            List.of(new Change.Defined(task), new Change.Joined(challenger, List.of())));
    return Canaries.requests(pool, attempt, lease);
  }

  private static RoundOutcome outcome(Rollout... rollouts) {
    return CompareWindowFunction.outcome(OPENING, List.of(rollouts));
  }

  private static Rollout scored(String canary, String program, double score) {
    return rollout(canary, program, Map.of("team", "x"), score, "scored");
  }

  private static Rollout unreadable(String canary, String program) {
    return rollout(canary, program, Map.of(), 0, "could not be read");
  }

  private static Rollout rollout(
      String canary, String program, Map<String, String> outputs, double score, String feedback) {
    return new Rollout(
        key(canary, program),
        RolloutStatus.SCORED,
        List.of(),
        outputs,
        score,
        feedback,
        Usage.NONE,
        1);
  }

  private static RolloutKey key(String canary, String program) {
    return new RolloutKey("attempt-1-3", canary, program, 0);
  }
}
