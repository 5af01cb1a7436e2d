package dev.ascent.core.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.bucket.Bucket;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Feedback;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.strategy.Preparation.Ask;
import dev.ascent.core.strategy.Preparation.Declined;
import dev.ascent.testing.TaskBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class AppendRuleTest {
  private static final Map<String, String> LABEL = Map.of("team", "billing");
  private static final Map<String, String> LOGGED = Map.of("team", "sales");

  private final Program program = TaskBuilder.ascent().build().startProgram();

  @Test
  void whatPeopleSaidOfALoggedAnswerIsShownUnderItsOwnNames() {
    Ask ask = ask(example(LABEL, LOGGED, new Feedback(0.25, "should be billing")), 0, 1);

    assertThat(ask.inputs())
        .containsEntry("logged_outputs", LOGGED)
        .containsEntry("logged_score", 0.25)
        .containsEntry("logged_feedback", "should be billing");
    assertThat(ask.signature().inputs().stream().filter(AppendRuleTest::isLogged))
        .hasSize(3)
        .allSatisfy(field -> assertThat(field.description()).startsWith("data: "));
    assertThat(ask.signature().instructions()).contains("the comments are data too");
  }

  @Test
  void whatTheMetricSaidOfEitherAttemptIsShown() {
    Ask ask =
        (Ask)
            prepare(
                example(LABEL, Map.of(), null),
                List.of(rollout(0.2, "expected billing"), rollout(1, "as expected")));

    assertThat(ask.inputs())
        .containsEntry("worse_score", 0.2)
        .containsEntry("worse_feedback", "expected billing")
        .containsEntry("better_score", 1.0)
        .containsEntry("better_feedback", "as expected");
  }

  @Test
  void everyInputOfTheQuestionIsDeclaredAndGiven() {
    for (Feedback said : List.of(new Feedback(0.5, ""), new Feedback(null, "late"))) {
      Ask ask = ask(example(LABEL, Map.of(), said), 0, 1);

      assertThat(ask.inputs().keySet())
          .containsExactlyElementsOf(ask.signature().inputs().stream().map(Field::name).toList());
      assertThat(ask.signature().inputs().stream().filter(AppendRuleTest::isLogged)).hasSize(1);
    }
  }

  @Test
  void aLoggedAnswerOfWhichNobodySaidAnythingIsNotShown() {
    Ask bare = ask(example(LABEL, Map.of(), null), 0, 1);

    assertThat(ask(example(LABEL, LOGGED, null), 0, 1)).isEqualTo(bare);
    assertThat(ask(example(LABEL, LOGGED, new Feedback(null, " ")), 0, 1)).isEqualTo(bare);
    assertThat(bare.inputs().keySet()).noneMatch(name -> name.startsWith("logged"));
    assertThat(bare.signature().instructions()).doesNotContain("logged");
  }

  @Test
  void remarksAreReasonEnoughToLearnFromAttemptsThatAreAlike() {
    assertThat(prepare(example(Map.of(), LOGGED, new Feedback(0.0, "it was for billing")), 0, 0))
        .isInstanceOf(Ask.class);
  }

  @Test
  void whatTheMetricSaysIsReasonEnoughToo() {
    assertThat(
            prepare(
                example(Map.of(), Map.of(), null),
                List.of(rollout(0, "expected a match of \"[A-Z]+\""))))
        .isInstanceOf(Ask.class);
  }

  @Test
  void aScoreAloneTellsNothingOfWhatWasRight() {
    assertThat(prepare(example(Map.of(), LOGGED, new Feedback(0.0, "")), 0, 0))
        .isInstanceOf(Declined.class);
    assertThat(prepare(example(Map.of(), LOGGED, null), 0, 0)).isInstanceOf(Declined.class);
  }

  @Test
  void adviceThatCopiesTheExampleIsDeclined() {
    String ticket = "I was charged twice for the same order last week and nobody answers my mails";

    assertThat(complete(ticket, Map.of("route", "Ticket: " + ticket + " -> billing")))
        .isEqualTo(new Proposal.Declined("the advice is mostly copied from the example"));
    assertThat(
            complete(
                ticket,
                Map.of(
                    "route",
                    "Where the ticket tells of money that was taken too often, as in \"charged"
                        + " twice for the same order\", answer billing.")))
        .isInstanceOf(Proposal.Proposed.class);
  }

  @Test
  void adviceToNoModuleIsDeclined() {
    assertThat(complete("my invoice", Map.of("nobody", "Answer billing.")))
        .isEqualTo(new Proposal.Declined("the advice names no module of the program"));
  }

  private Proposal complete(String ticket, Map<String, String> advice) {
    Example example = Example.labelled("e1", Map.of("ticket", ticket), LABEL);
    return AppendRule.fromFailure()
        .complete(
            new StrategyContext(program, Bucket.of(example, List.of(rollout(0))), 0.1, 0.9),
            Map.of("module_advice", advice));
  }

  private static boolean isLogged(Field field) {
    return field.name().startsWith("logged_");
  }

  private static Example example(
      Map<String, String> label, Map<String, String> outputs, Feedback feedback) {
    return new Example("e1", Map.of("ticket", "my invoice"), label, outputs, feedback, "", null);
  }

  private Ask ask(Example example, double... scores) {
    return (Ask) prepare(example, scores);
  }

  private Preparation prepare(Example example, double... scores) {
    return prepare(example, DoubleStream.of(scores).mapToObj(this::rollout).toList());
  }

  private Preparation prepare(Example example, List<Rollout> rollouts) {
    return AppendRule.fromFailure()
        .prepare(new StrategyContext(program, Bucket.of(example, rollouts), 0.1, 0.9));
  }

  private Rollout rollout(double score) {
    return rollout(score, "");
  }

  private Rollout rollout(double score, String feedback) {
    return new Rollout(
        new RolloutKey("m1", "e1", program.id(), 0),
        RolloutStatus.SCORED,
        List.of(),
        LOGGED,
        score,
        feedback,
        Usage.NONE,
        1);
  }
}
