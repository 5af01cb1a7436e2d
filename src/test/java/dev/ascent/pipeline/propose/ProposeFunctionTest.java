package dev.ascent.pipeline.propose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.algorithm.Draft;
import dev.ascent.core.algorithm.ProposalResult;
import dev.ascent.core.bucket.Bucket;
import dev.ascent.core.budget.Cost;
import dev.ascent.core.budget.Lease;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.PredictorCall;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.strategy.AppendDemo;
import dev.ascent.core.strategy.AppendRule;
import dev.ascent.core.task.PromotionPolicy;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.FaultKind;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import dev.ascent.testing.AsyncOutcomes;
import dev.ascent.testing.HarnessSettings;
import dev.ascent.testing.ScriptedLanguageModel;
import dev.ascent.testing.TaskBuilder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.functions.DefaultOpenContext;
import org.apache.flink.streaming.util.MockStreamingRuntimeContext;
import org.junit.jupiter.api.Test;

class ProposeFunctionTest {
  private static final Example EXAMPLE =
      Example.labelled("e1", Map.of("ticket", "t"), Map.of("team", "billing"));

  private static final Lease LEASE =
      new Lease(
          "m1",
          8,
          4,
          3,
          Long.MAX_VALUE,
          new Cost(1, 0, 0),
          new Cost(0, 500, 0.25),
          new Cost(32, 12_000, 6),
          new Cost(4, 0, 0));

  private static final Usage WORST = Usage.unconfirmed(3, 1_500, 0.75);

  private TaskDefinition definition = TaskBuilder.simba().build();
  private final Program start = definition.startProgram();
  private final AsyncOutcomes<ProposalElement> outcomes = new AsyncOutcomes<>();

  @Test
  void aDemoTakesNoModel() throws Exception {
    ProposalResult result = propose(AppendDemo.NAME, new ScriptedLanguageModel());

    assertThat(result.candidate().predictors().get(0).demos()).hasSize(1);
    assertThat(result.candidate().parents()).containsExactly(start.id());
    assertThat(result.reason()).isEmpty();
    assertThat(result.usage()).isEqualTo(Usage.NONE);
  }

  @Test
  void aRuleIsMadeOfWhatTheModelAnswers() throws Exception {
    ProposalResult result =
        propose(
            AppendRule.NAME,
            new ScriptedLanguageModel(
                ScriptedLanguageModel.answer(
                    """
                    [[ ## discussion ## ]]
                    none

                    [[ ## module_advice ## ]]
                    {"route": "Invoices go to billing."}

                    [[ ## completed ## ]]""")));

    assertThat(result.candidate().predictors().get(0).rules())
        .extracting(Rule::text)
        .containsExactly("Invoices go to billing.");
    assertThat(result.usage()).isEqualTo(new Usage(1, 10, 5, 0));
  }

  @Test
  void aStrategyThatDeclinesCostsNothingAndSaysWhy() throws Exception {
    ScriptedLanguageModel model = new ScriptedLanguageModel();
    open(model).asyncInvoke(request(AppendRule.NAME, 1), outcomes);

    ProposalResult result = outcomes.only().proposal();
    assertThat(result.hasCandidate()).isFalse();
    assertThat(result.reason()).isEqualTo("best attempt is within the lowest tenth of scores");
    assertThat(model.requests()).isEmpty();
  }

  @Test
  void aFaultIsADeclinedProposalThatCostWhatItTook() throws Exception {
    ProposalResult result =
        propose(
            AppendRule.NAME,
            new ScriptedLanguageModel(
                new LmOutcome.Fault(
                    FaultKind.UNREACHABLE, "example.com gave no answer", new Usage(2, 0, 0, 0))));

    assertThat(result.hasCandidate()).isFalse();
    assertThat(result.reason()).isEqualTo("no answer: UNREACHABLE");
    assertThat(result.usage()).isEqualTo(new Usage(2, 0, 0, 0));
  }

  @Test
  void aFaultThatWillNotPassIsToldToo() throws Exception {
    ProposalResult result =
        propose(
            AppendRule.NAME,
            new ScriptedLanguageModel(
                new LmOutcome.Fault(FaultKind.CREDENTIALS, "example.com refused", Usage.NONE)));

    assertThat(result.reason()).isEqualTo("no answer: CREDENTIALS");
    assertThat(result.systemicFault()).isEqualTo("CREDENTIALS: example.com refused");
  }

  /** Reasons are counted by their text, so that it must not vary from call to call. */
  @Test
  void aStrategyThatThrowsEndsItsProposalAlone() throws Exception {
    ProposalResult result = propose("no such strategy", new ScriptedLanguageModel());

    assertThat(result.hasCandidate()).isFalse();
    assertThat(result.reason()).isEqualTo("strategy failed: java.lang.IllegalArgumentException");
  }

  @Test
  void aModelThatFailsLaterEndsItsProposalAlone() throws Exception {
    ProposalResult result = propose(AppendRule.NAME, failingLater());

    assertThat(result.hasCandidate()).isFalse();
    assertThat(result.reason()).isEqualTo("strategy failed: java.lang.IllegalStateException");
    assertThat(result.usage()).as("what a reflection costs at most").isEqualTo(WORST);
  }

  @Test
  void aTimeOutIsADeclinedProposalThatCostWhatItMay() throws Exception {
    open(new ScriptedLanguageModel()).timeout(request(AppendRule.NAME, 0), outcomes);

    ProposalResult result = outcomes.only().proposal();
    assertThat(result.hasCandidate()).isFalse();
    assertThat(result.reason()).isEqualTo("the model did not answer in time");
    assertThat(result.usage()).isEqualTo(WORST);
  }

  @Test
  void whatComesOfARequestFindsItsMinibatch() throws Exception {
    propose(AppendDemo.NAME, new ScriptedLanguageModel());

    assertThat(outcomes.only().task()).isEqualTo("tickets");
    assertThat(outcomes.only().minibatch()).isEqualTo("m1");
    assertThat(outcomes.only().isPart()).isTrue();
  }

  @Test
  void whatFlinkBringsBackFromBeforeAFailureIsNotAskedAgain() throws Exception {
    ScriptedLanguageModel model = new ScriptedLanguageModel();
    ProposeFunction next = new ProposeFunction(HarnessSettings.of("run-1@2"), profile -> model);
    next.setRuntimeContext(new MockStreamingRuntimeContext(1, 0));
    next.open(DefaultOpenContext.INSTANCE);

    next.asyncInvoke(request(AppendRule.NAME, 0), outcomes);

    assertThat(model.requests()).isEmpty();
    assertThat(outcomes.only().proposal().hasCandidate()).isFalse();
  }

  @Test
  void adviceThatHoldsALinkIsDeclined() throws Exception {
    ProposalResult declined = propose(AppendRule.NAME, advisingALink());

    assertThat(declined.hasCandidate()).isFalse();
    assertThat(declined.reason()).isEqualTo("a rule of module route: it holds a link");
  }

  @Test
  void whereLogsAreTrustedAdviceMayHoldALink() throws Exception {
    PromotionPolicy trusting = definition.promotion().withTrustLogs(true);
    definition = TaskBuilder.simba().promotion(trusting).build();

    assertThat(propose(AppendRule.NAME, advisingALink()).hasCandidate()).isTrue();
  }

  private static LanguageModel advisingALink() {
    return new ScriptedLanguageModel(
        ScriptedLanguageModel.answer(
            """
            [[ ## discussion ## ]]
            none

            [[ ## module_advice ## ]]
            {"route": "For invoices see https://pay.example.org."}

            [[ ## completed ## ]]"""));
  }

  private ProposalResult propose(String strategy, LanguageModel model) throws Exception {
    open(model).asyncInvoke(request(strategy, 0), outcomes);
    return outcomes.only().proposal();
  }

  private static ProposeFunction open(LanguageModel model) throws Exception {
    ProposeFunction function = new ProposeFunction(HarnessSettings.of("run-1"), profile -> model);
    function.setRuntimeContext(new MockStreamingRuntimeContext(1, 0));
    function.open(DefaultOpenContext.INSTANCE);
    return function;
  }

  private ProposeRequest request(String strategy, double lowScore) {
    Bucket bucket = Bucket.of(EXAMPLE, List.of(rollout(0, 1), rollout(1, 0)));
    Draft draft = new Draft(0, EXAMPLE.id(), strategy, start.id(), start);
    return new ProposeRequest("m1", "run-1", LEASE, definition, draft, bucket, lowScore, 1);
  }

  private Rollout rollout(int sample, double score) {
    Map<String, String> outputs = Map.of("team", score == 1 ? "billing" : "sales");
    return new Rollout(
        new RolloutKey("m1", EXAMPLE.id(), start.id(), sample),
        RolloutStatus.SCORED,
        List.of(new PredictorCall("route", Map.of("ticket", "t"), outputs)),
        outputs,
        score,
        "",
        Usage.NONE,
        0);
  }

  private static LanguageModel failingLater() {
    return new LanguageModel() {
      @Override
      public CompletableFuture<LmOutcome> complete(ChatRequest request) {
        return CompletableFuture.failedFuture(new IllegalStateException("broken later"));
      }

      @Override
      public void close() {}
    };
  }
}
