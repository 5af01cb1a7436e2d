package dev.ascent.pipeline.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.budget.Cost;
import dev.ascent.core.decision.PoolEvent;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.FaultKind;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import dev.ascent.pipeline.pool.PoolInput;
import dev.ascent.testing.AsyncOutcomes;
import dev.ascent.testing.HarnessSettings;
import dev.ascent.testing.ScriptedLanguageModel;
import dev.ascent.testing.TaskBuilder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.functions.DefaultOpenContext;
import org.apache.flink.streaming.util.MockStreamingRuntimeContext;
import org.junit.jupiter.api.Test;

class RolloutFunctionTest {
  private static final int MAX_ATTEMPTS = 3;
  private static final Cost WORST = new Cost(MAX_ATTEMPTS, 600, 0.25);

  private final TaskDefinition definition = TaskBuilder.ascent().build();
  private final AsyncOutcomes<RolloutAnswer> outcomes = new AsyncOutcomes<>();

  @Test
  void scoresWhatTheModelAnswers() throws Exception {
    RolloutAnswer answer =
        only(
            new ScriptedLanguageModel(
                ScriptedLanguageModel.answer(
                    "[[ ## team ## ]]\nbilling\n\n[[ ## completed ## ]]")));

    assertThat(answer.rollout().status()).isEqualTo(RolloutStatus.SCORED);
    assertThat(answer.rollout().score()).isEqualTo(1);
    assertThat(answer.rollout().key()).isEqualTo(request().key());
    assertThat(answer.task()).isEqualTo("tickets");
  }

  @Test
  void everyRolloutHasADeadline() throws Exception {
    ScriptedLanguageModel model = new ScriptedLanguageModel(fault(FaultKind.UNREACHABLE));
    Instant now = Instant.parse("2030-01-01T00:00:00Z");
    ModelAccess access =
        new ModelAccess() {
          private static final long serialVersionUID = 1L;

          @Override
          public LanguageModel open(LmProfile profile) {
            return model;
          }

          @Override
          public InstantSource clock() {
            return () -> now;
          }
        };

    open(access).asyncInvoke(request(), outcomes);

    assertThat(model.requests().get(0).allowance().deadline()).isEqualTo(now.plusSeconds(480));
  }

  @Test
  void aFaultIsMissingDataAndNotABadAnswer() throws Exception {
    RolloutAnswer answer = only(new ScriptedLanguageModel(fault(FaultKind.UNREACHABLE)));

    assertThat(answer.rollout().status()).isEqualTo(RolloutStatus.FAULT);
    assertThat(answer.isSystemicFault()).isFalse();
    assertThat(answer.rollout().feedback()).contains("example.com");
  }

  @Test
  void aRefusedKeyIsASystemicFault() throws Exception {
    RolloutAnswer answer = only(new ScriptedLanguageModel(fault(FaultKind.CREDENTIALS)));

    assertThat(answer.isSystemicFault()).isTrue();
    assertThat(PoolInput.failed(answer).event())
        .isEqualTo(new PoolEvent.Failed(answer.rollout().feedback(), definition.programProfiles()));
  }

  @Test
  void aModelThatThrowsEndsItsRolloutAlone() throws Exception {
    RolloutAnswer answer =
        only(
            model(
                request -> {
                  throw new IllegalStateException("broken model");
                }));

    assertThat(answer.rollout().status()).isEqualTo(RolloutStatus.FAULT);
    assertThat(answer.rollout().feedback())
        .isEqualTo("rollout failed: java.lang.IllegalStateException");
  }

  @Test
  void aModelThatFailsLaterEndsItsRolloutAlone() throws Exception {
    RolloutAnswer answer =
        only(
            model(
                request ->
                    CompletableFuture.failedFuture(new IllegalStateException("broken later"))));

    assertThat(answer.rollout().status()).isEqualTo(RolloutStatus.FAULT);
    assertThat(answer.rollout().feedback())
        .isEqualTo("rollout failed: java.lang.IllegalStateException");
  }

  @Test
  void anExampleThatCannotBeScoredIsAFault() throws Exception {
    RolloutFunction function = open(new ScriptedLanguageModel());
    Example unlabelled = Example.labelled("e1", Map.of("ticket", "t"), Map.of());
    function.asyncInvoke(request(unlabelled), outcomes);

    assertThat(outcomes.only().rollout().status()).isEqualTo(RolloutStatus.FAULT);
  }

  /** What its calls took is not known any more. */
  @Test
  void aDefectAfterAnAnswerCostsWhatTheRolloutMay() throws Exception {
    ScriptedLanguageModel model =
        new ScriptedLanguageModel(ScriptedLanguageModel.answer("unreadable"));
    open(model).asyncInvoke(request(), outcomes);

    assertThat(model.requests()).as("the script lacks the second try").hasSize(2);
    assertThat(outcomes.only().rollout().usage())
        .isEqualTo(Usage.unconfirmed(MAX_ATTEMPTS, WORST.tokens(), WORST.usd()));
  }

  @Test
  void aTimeOutIsAnOutcomeThatCostWhatItMay() throws Exception {
    RolloutFunction function = open(model(request -> new CompletableFuture<>()));
    function.asyncInvoke(request(), outcomes);
    assertThat(outcomes.all()).isEmpty();

    function.timeout(request(), outcomes);

    assertThat(outcomes.only().rollout().status()).isEqualTo(RolloutStatus.TIMED_OUT);
    assertThat(outcomes.only().rollout().usage())
        .isEqualTo(Usage.unconfirmed(MAX_ATTEMPTS, WORST.tokens(), WORST.usd()));
  }

  @Test
  void closesItsModelsWhenItEnds() throws Exception {
    ScriptedLanguageModel model = new ScriptedLanguageModel(fault(FaultKind.UNREACHABLE));
    RolloutFunction function = open(model);
    function.asyncInvoke(request(), outcomes);

    function.close();

    assertThat(model.isClosed()).isTrue();
  }

  private RolloutAnswer only(LanguageModel model) throws Exception {
    open(model).asyncInvoke(request(), outcomes);
    return outcomes.only();
  }

  @Test
  void whatFlinkBringsBackFromBeforeAFailureIsNotAskedAgain() throws Exception {
    ScriptedLanguageModel model = new ScriptedLanguageModel();
    RolloutFunction next = new RolloutFunction(HarnessSettings.of("run-1@2"), profile -> model);
    next.setRuntimeContext(new MockStreamingRuntimeContext(1, 0));
    next.open(DefaultOpenContext.INSTANCE);

    next.asyncInvoke(request(), outcomes);

    assertThat(model.requests()).isEmpty();
    assertThat(outcomes.only().rollout().status()).isEqualTo(RolloutStatus.REFUSED);
    assertThat(outcomes.only().rollout().usage()).isEqualTo(Usage.NONE);
  }

  private static RolloutFunction open(LanguageModel model) throws Exception {
    ModelAccess access = profile -> model;
    return open(access);
  }

  private static RolloutFunction open(ModelAccess access) throws Exception {
    RolloutFunction function = new RolloutFunction(HarnessSettings.of("run-1"), access);
    function.setRuntimeContext(new MockStreamingRuntimeContext(1, 0));
    function.open(DefaultOpenContext.INSTANCE);
    return function;
  }

  private static LmOutcome fault(FaultKind kind) {
    return new LmOutcome.Fault(kind, "example.com gave no answer", new Usage(1, 0, 0, 0));
  }

  private RolloutRequest request() {
    return request(Example.labelled("e1", Map.of("ticket", "t"), Map.of("team", "billing")));
  }

  private RolloutRequest request(Example example) {
    return new RolloutRequest(
        "tickets",
        "run-1",
        new RolloutKey("m1", "e1", definition.startProgram().id(), 0),
        definition.startProgram(),
        example,
        definition.lm(),
        definition.metric(),
        null,
        MAX_ATTEMPTS,
        Long.MAX_VALUE,
        false,
        WORST,
        1,
        Map.of());
  }

  private interface Completion {
    CompletableFuture<LmOutcome> of(ChatRequest request);
  }

  private static LanguageModel model(Completion completion) {
    return new LanguageModel() {
      @Override
      public CompletableFuture<LmOutcome> complete(ChatRequest request) {
        return completion.of(request);
      }

      @Override
      public void close() {}
    };
  }
}
