package dev.ascent.lm;

import static dev.ascent.testing.ScriptedLanguageModel.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ascent.core.program.Field;
import dev.ascent.core.program.ModuleType;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.program.Signature;
import dev.ascent.core.rollout.PredictorCall;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.ProgramProfiles;
import dev.ascent.lm.prompt.ChatFormat;
import dev.ascent.lm.prompt.PromptSize;
import dev.ascent.testing.ScriptedLanguageModel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgramRunnerTest {
  private static final LmProfile PROFILE =
      LmProfile.of("http://localhost/v1", "small").withAnswers(0.7, 64);
  private static final Predictor SUMMARIZE =
      Predictor.untrained(
              "summarize",
              ModuleType.CHAIN_OF_THOUGHT,
              new Signature(
                  "Summarize.",
                  List.of(Field.text("ticket", "")),
                  List.of(Field.text("summary", ""))))
          .withRule(new Rule("Be brief.", List.of()));
  private static final Predictor ROUTE =
      Predictor.untrained(
          "route",
          ModuleType.PREDICT,
          new Signature(
              "Name the team.",
              List.of(Field.text("ticket", ""), Field.text("summary", "")),
              List.of(Field.choice("team", "", List.of("billing", "returns")))));
  private static final Program PROGRAM = Program.start(List.of(SUMMARIZE, ROUTE));
  private static final Map<String, String> INPUTS = Map.of("ticket", "I paid twice.");

  private static final LmOutcome SUMMARY =
      answer("[[ ## reasoning ## ]]\nTwo payments.\n[[ ## summary ## ]]\npaid twice");
  private static final PredictorCall SUMMARIZED =
      new PredictorCall(
          "summarize", INPUTS, Map.of("reasoning", "Two payments.", "summary", "paid twice"));

  @Test
  void outputsFlowForwardAndReasoningStaysInTheTrajectory() {
    ScriptedLanguageModel model =
        new ScriptedLanguageModel(SUMMARY, answer("[[ ## team ## ]]\nBilling"));
    assertThat(runner(model).run(PROGRAM, INPUTS, Allowance.ofAttempts(5)).join())
        .isEqualTo(
            new ProgramRun.Finished(
                List.of(
                    SUMMARIZED,
                    new PredictorCall(
                        "route",
                        Map.of("ticket", "I paid twice.", "summary", "paid twice"),
                        Map.of("team", "billing"))),
                Map.of("summary", "paid twice", "team", "billing"),
                new Usage(2, 20, 10, 0)));
  }

  @Test
  void requestsCarrySettingsRulesAndAllowances() {
    ScriptedLanguageModel model =
        new ScriptedLanguageModel(SUMMARY, answer("[[ ## team ## ]]\nBilling"));
    ProgramRunner runner =
        new ProgramRunner(
            profile -> model,
            new ChatFormat(),
            ProgramProfiles.of(PROFILE),
            List.of(ChatFormat.STOP));
    runner.run(PROGRAM, INPUTS, 1.0, Allowance.ofAttempts(5)).join();
    ChatRequest first = model.requests().get(0);
    assertThat(first.model()).isEqualTo("small");
    assertThat(first.temperature()).isEqualTo(1.0);
    assertThat(first.maxTokens()).isEqualTo(64);
    assertThat(first.stop()).containsExactly("[[ ## completed");
    assertThat(first.messages().get(0).content()).endsWith("Summarize.\n\nBe brief.");
    assertThat(model.requests())
        .extracting(request -> request.allowance().attempts())
        .containsExactly(4, 4);
  }

  @Test
  void allCallsOfARunHaveItsDeadline() {
    Instant deadline = Instant.parse("2030-01-01T00:00:00Z");
    ScriptedLanguageModel model =
        new ScriptedLanguageModel(SUMMARY, answer("?"), answer("[[ ## team ## ]]\nbilling"));

    runner(model).run(PROGRAM, INPUTS, new Allowance(5, Long.MAX_VALUE, deadline)).join();

    assertThat(model.requests())
        .hasSize(3)
        .extracting(request -> request.allowance().deadline())
        .containsOnly(deadline);
  }

  @Test
  void onlyTheFirstPromptOfAlikeRunsIsTheSame() {
    ScriptedLanguageModel model =
        new ScriptedLanguageModel(SUMMARY, answer("[[ ## team ## ]]\nBilling"));
    runner(model).withAlike(3).run(PROGRAM, INPUTS, Allowance.ofAttempts(5)).join();
    assertThat(model.requests()).extracting(ChatRequest::alike).containsExactly(3, 1);
  }

  @Test
  void secondTriesAreAlikeToNoOther() {
    ScriptedLanguageModel model = new ScriptedLanguageModel(answer("?"), answer("?"));
    runner(model).withAlike(3).run(PROGRAM, INPUTS, Allowance.ofAttempts(5)).join();
    assertThat(model.requests()).extracting(ChatRequest::alike).containsExactly(3, 1);
  }

  @Test
  void anUnreadableAnswerEndsTheRunWithItsReason() {
    ScriptedLanguageModel model = new ScriptedLanguageModel(SUMMARY, answer("To billing!"));
    ProgramRun.Unparsable run =
        (ProgramRun.Unparsable) runner(model).run(PROGRAM, INPUTS, Allowance.ofAttempts(2)).join();
    assertThat(run.excerpt()).isEqualTo("To billing!");
    assertThat(run.reason()).contains("team").contains("billing | returns");
    assertThat(run.usage().requests()).isEqualTo(2);
    assertThat(run.trajectory())
        .containsExactly(
            SUMMARIZED,
            new PredictorCall(
                "route", Map.of("ticket", "I paid twice.", "summary", "paid twice"), Map.of()));
  }

  @Test
  void anUnreadableAnswerIsAskedForOnceMoreWithTheErrorShown() {
    ScriptedLanguageModel model =
        new ScriptedLanguageModel(
            SUMMARY, answer("To billing!"), answer("[[ ## team ## ]]\nbilling"));

    ProgramRun.Finished run =
        (ProgramRun.Finished) runner(model).run(PROGRAM, INPUTS, Allowance.ofAttempts(3)).join();

    assertThat(run.outputs()).containsEntry("team", "billing");
    assertThat(run.usage()).isEqualTo(new Usage(3, 30, 15, 0));
    assertThat(run.trajectory()).hasSize(2);
    assertThat(model.complaints()).isEqualTo(1);
    List<ChatMessage> first = model.requests().get(1).messages();
    List<ChatMessage> second = model.requests().get(2).messages();
    assertThat(second.subList(0, first.size())).isEqualTo(first);
    assertThat(second.subList(first.size(), second.size()))
        .containsExactly(
            ChatMessage.assistant("To billing!"),
            ChatMessage.user(
                "That answer could not be read: expected a section [[ ## team ## ]] with one of:"
                    + " billing | returns; it is missing. Give it again. Answer with"
                    + " `[[ ## team ## ]]`, then `[[ ## completed ## ]]`."));
  }

  @Test
  void thereIsNoThirdTry() {
    ScriptedLanguageModel model =
        new ScriptedLanguageModel(SUMMARY, answer("To billing!"), answer("Billing, I said."));

    ProgramRun.Unparsable run =
        (ProgramRun.Unparsable) runner(model).run(PROGRAM, INPUTS, Allowance.ofAttempts(9)).join();

    assertThat(run.excerpt()).isEqualTo("Billing, I said.");
    assertThat(run.usage().requests()).isEqualTo(3);
    assertThat(run.trajectory()).hasSize(2);
    assertThat(model.complaints()).isEqualTo(2);
    assertThat(model.requests())
        .extracting(request -> request.allowance().attempts())
        .containsExactly(8, 8, 7);
  }

  @Test
  void aSecondTryTakesNoAttemptFromPredictorsStillToCome() {
    ScriptedLanguageModel model = new ScriptedLanguageModel(answer("It was paid twice."));

    assertThat(runner(model).run(PROGRAM, INPUTS, Allowance.ofAttempts(2)).join())
        .isInstanceOf(ProgramRun.Unparsable.class);

    assertThat(model.requests()).hasSize(1);
  }

  @Test
  void aSecondTryThatMayNotFitTheBudgetIsNotMade() {
    ScriptedLanguageModel whole = new ScriptedLanguageModel(SUMMARY, answer("?"), answer("?"));
    runner(whole).run(PROGRAM, INPUTS, Allowance.ofAttempts(9)).join();
    long needed = PromptSize.ofMessages(whole.requests().get(2).messages());
    ScriptedLanguageModel model = new ScriptedLanguageModel(SUMMARY, answer("?"));

    ProgramRun run =
        runner(model).run(PROGRAM, INPUTS, null, new Allowance(9, needed - 1, Instant.MAX)).join();

    assertThat(run).isInstanceOf(ProgramRun.Unparsable.class);
    assertThat(model.requests()).hasSize(2);
  }

  @Test
  void aSecondTryThatTheClientFindsTooLongWasNotMade() {
    ScriptedLanguageModel model =
        new ScriptedLanguageModel(
            SUMMARY, answer("?"), new LmOutcome.Fault(FaultKind.TOO_LONG, "too long", Usage.NONE));

    ProgramRun.Unparsable run =
        (ProgramRun.Unparsable) runner(model).run(PROGRAM, INPUTS, Allowance.ofAttempts(9)).join();

    assertThat(run.excerpt()).isEqualTo("?");
    assertThat(run.usage().requests()).isEqualTo(2);
  }

  @Test
  void aFaultOfTheSecondTryIsMissingData() {
    ScriptedLanguageModel model =
        new ScriptedLanguageModel(
            SUMMARY,
            answer("?"),
            new LmOutcome.Fault(FaultKind.TIMED_OUT, "late", new Usage(1, 0, 0, 0)));

    ProgramRun.Faulted run =
        (ProgramRun.Faulted) runner(model).run(PROGRAM, INPUTS, Allowance.ofAttempts(9)).join();

    assertThat(run.kind()).isEqualTo(FaultKind.TIMED_OUT);
    assertThat(run.usage().requests()).isEqualTo(3);
  }

  @Test
  void aFaultEndsTheRunAndKeepsWhatWasAnswered() {
    LmOutcome.Fault fault =
        new LmOutcome.Fault(FaultKind.TRANSIENT, "localhost: status 503", new Usage(3, 0, 0, 0));
    ScriptedLanguageModel model = new ScriptedLanguageModel(SUMMARY, fault);
    assertThat(runner(model).run(PROGRAM, INPUTS, Allowance.ofAttempts(4)).join())
        .isEqualTo(
            new ProgramRun.Faulted(
                List.of(SUMMARIZED),
                FaultKind.TRANSIENT,
                "localhost: status 503",
                new Usage(4, 10, 5, 0)));
  }

  @Test
  void whatCannotRunIsRefusedBeforeAnythingIsAsked() {
    ScriptedLanguageModel model = new ScriptedLanguageModel();
    assertThatThrownBy(
            () -> runner(model).run(PROGRAM, Map.of("summary", "x"), Allowance.ofAttempts(4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("predictor 'summarize' lacks its input 'ticket'");
    assertThatThrownBy(() -> runner(model).run(PROGRAM, INPUTS, Allowance.ofAttempts(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(model.requests()).isEmpty();
  }

  private static ProgramRunner runner(LanguageModel model) {
    return new ProgramRunner(
        profile -> model, new ChatFormat(), ProgramProfiles.of(PROFILE), List.of());
  }
}
