package dev.ascent.lm;

import static dev.ascent.testing.ScriptedLanguageModel.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ascent.core.metric.ExactMatchMetric;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.ModuleType;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Signature;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.PredictorCall;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.ProgramProfiles;
import dev.ascent.lm.prompt.ChatFormat;
import dev.ascent.testing.ManualClock;
import dev.ascent.testing.ScriptedLanguageModel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RolloutsTest {
  private static final RolloutKey KEY = new RolloutKey("m-1", "r-1", "p-1", 0);
  private static final Program PROGRAM =
      Program.start(
          List.of(
              Predictor.untrained(
                  "route",
                  ModuleType.PREDICT,
                  new Signature(
                      "Name the team.",
                      List.of(Field.text("ticket", "")),
                      List.of(Field.text("team", ""))))));
  private static final Map<String, String> INPUTS = Map.of("ticket", "I paid twice.");
  private static final Example EXAMPLE = Example.labelled("r-1", INPUTS, Map.of("team", "billing"));

  private final ManualClock clock = new ManualClock(Instant.EPOCH);

  @Test
  void answersAreScoredAndTimed() {
    assertThat(rollout(answer("[[ ## team ## ]]\nreturns")))
        .isEqualTo(
            new Rollout(
                KEY,
                RolloutStatus.SCORED,
                List.of(new PredictorCall("route", INPUTS, Map.of("team", "returns"))),
                Map.of("team", "returns"),
                0,
                "expected \"billing\", got \"returns\"",
                new Usage(1, 10, 5, 0),
                250));
  }

  @Test
  void anUnreadableAnswerScoresZeroWithItsReason() {
    Rollout rollout = rollout(answer("To billing!"));
    assertThat(rollout.status()).isEqualTo(RolloutStatus.SCORED);
    assertThat(rollout.score()).isZero();
    assertThat(rollout.outputs()).isEmpty();
    assertThat(rollout.feedback()).contains("[[ ## team ## ]]").endsWith("It began: To billing!");
  }

  @Test
  void aFaultHasNoScore() {
    Rollout rollout =
        rollout(new LmOutcome.Fault(FaultKind.TIMED_OUT, "localhost: late", Usage.NONE));
    assertThat(rollout.status()).isEqualTo(RolloutStatus.FAULT);
    assertThat(rollout.isScored()).isFalse();
    assertThat(rollout.feedback()).isEqualTo("TIMED_OUT: localhost: late");
  }

  @Test
  void anExampleThatCannotBeScoredCostsNothing() {
    ScriptedLanguageModel model = new ScriptedLanguageModel();
    Example unlabelled = Example.labelled("r-2", INPUTS, Map.of());
    assertThatThrownBy(
            () -> rollouts(model).run(KEY, PROGRAM, unlabelled, null, Allowance.ofAttempts(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("r-2");
    assertThat(model.requests()).isEmpty();
  }

  private Rollout rollout(LmOutcome outcome) {
    LanguageModel slow =
        new LanguageModel() {
          @Override
          public CompletableFuture<LmOutcome> complete(ChatRequest request) {
            clock.advance(Duration.ofMillis(250));
            return CompletableFuture.completedFuture(outcome);
          }

          @Override
          public void close() {}
        };
    return rollouts(slow).run(KEY, PROGRAM, EXAMPLE, null, Allowance.ofAttempts(2)).join();
  }

  private Rollouts rollouts(LanguageModel model) {
    LmProfile profile = LmProfile.of("http://localhost/v1", "small");
    ProgramRunner runner =
        new ProgramRunner(any -> model, new ChatFormat(), ProgramProfiles.of(profile), List.of());
    return new Rollouts(runner, new ExactMatchMetric("team"), clock);
  }
}
