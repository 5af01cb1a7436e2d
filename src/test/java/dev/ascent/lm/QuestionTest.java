package dev.ascent.lm;

import static dev.ascent.testing.ScriptedLanguageModel.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.program.Field;
import dev.ascent.core.program.FieldType;
import dev.ascent.core.program.Signature;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.LmProfile;
import dev.ascent.lm.prompt.ChatFormat;
import dev.ascent.testing.ScriptedLanguageModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuestionTest {
  private static final Signature ADVISE =
      new Signature(
          "Advise each module.",
          List.of(Field.text("attempts", "")),
          List.of(new Field("advice", FieldType.OBJECT, "", List.of(), "")));
  private static final LmOutcome TALK = answer("Be careful.");
  private static final LmOutcome ADVICE = answer("[[ ## advice ## ]]\n{\"route\":\"Be brief.\"}");

  @Test
  void anUnreadableAnswerIsAskedForOnceMore() {
    ScriptedLanguageModel model = new ScriptedLanguageModel(TALK, ADVICE);

    assertThat(ask(model, 3))
        .isEqualTo(
            new QuestionOutcome.Answered(
                Map.of("advice", Map.of("route", "Be brief.")), new Usage(2, 20, 10, 0)));

    assertThat(model.requests())
        .extracting(request -> request.allowance().attempts())
        .containsExactly(3, 2);
    assertThat(model.requests())
        .extracting(ChatRequest::purpose)
        .containsOnly(ChatRequest.Purpose.REFLECTION);
    assertThat(model.complaints()).as("answers to programs").isZero();
  }

  @Test
  void withoutAnAttemptLeftThereIsNoSecondTry() {
    ScriptedLanguageModel model = new ScriptedLanguageModel(TALK);

    assertThat(ask(model, 1))
        .isEqualTo(
            new QuestionOutcome.Unanswered(
                "the answer could not be read", new Usage(1, 10, 5, 0), ""));
  }

  @Test
  void aFaultIsToldByItsKind() {
    ScriptedLanguageModel model =
        new ScriptedLanguageModel(
            TALK, new LmOutcome.Fault(FaultKind.TIMED_OUT, "late", new Usage(1, 0, 0, 0)));

    assertThat(ask(model, 3))
        .isEqualTo(
            new QuestionOutcome.Unanswered("no answer: TIMED_OUT", new Usage(2, 10, 5, 0), ""));
  }

  private static QuestionOutcome ask(LanguageModel model, int maxAttempts) {
    return new Question(model, new ChatFormat(), LmProfile.of("http://localhost/v1", "small"))
        .ask(ADVISE, Map.of("attempts", "one"), Allowance.ofAttempts(maxAttempts))
        .join();
  }
}
