package dev.ascent.embedded.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ascent.embedded.simulated.Phrasebook.Advice;
import dev.ascent.embedded.simulated.Phrasebook.EmptyTalk;
import dev.ascent.embedded.simulated.Phrasebook.Rule;
import dev.ascent.lm.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdvisorTest {
  private static final int DRAWS = 2000;
  private static final String TASK = "Name the team.";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final TicketWorld world = new TicketWorld(Variant.BASE, 21);
  private final Keyword keyword = world.keywords().get(0);
  private final Keyword second = world.keywords().get(1);
  private final String ticket = "the " + keyword.word() + " came today";

  @Test
  void aLabelIsAdvisedSevenTimesInTen() {
    Map<String, String> inputs = Map.of("oracle_metadata", "{\"team\": \"returns\"}");

    assertAdvice(world, inputs, "returns", 0.7, 0.1);
  }

  @Test
  void badAdviceIsWrongAsOftenAsRight() {
    Map<String, String> inputs = Map.of("expected_outputs", "{\"team\": \"returns\"}");

    assertAdvice(new TicketWorld(Variant.BAD_ADVICE, 21), inputs, "returns", 0.4, 0.4);
  }

  @Test
  void aGoodOutputRevealsTheTeam() {
    assertAdvice(
        world,
        Map.of("better_program_outputs", "{\"team\": \"sales\"}", "better_reward_value", "1.0"),
        "sales",
        0.7,
        0.1);
    assertAdvice(
        world,
        Map.of("better_trajectory", "{\"outputs\": {\"team\": \"sales\"}, \"score\": 1}"),
        "sales",
        0.7,
        0.1);
  }

  @Test
  void feedbackThatNamesAnotherTeamRevealsIt() {
    assertAdvice(
        world,
        Map.of(
            "worse_program_outputs", "{\"team\": \"sales\"}",
            "worse_feedback", "'sales' is not right, it was for returns"),
        "returns",
        0.7,
        0.1);
  }

  @Test
  void whatPeopleSaidOfALoggedAnswerRevealsTheTeam() {
    assertAdvice(
        world,
        Map.of(
            "logged_outputs", "{\"team\": \"sales\"}",
            "logged_score", "0.0",
            "logged_feedback", "this was for returns"),
        "returns",
        0.7,
        0.1);
  }

  @Test
  void nothingRevealedMakesEmptyTalk() {
    for (String score : List.of("0.0", "N/A", "")) {
      Map<String, String> inputs =
          Map.of(
              "better_program_outputs", "{\"team\": \"sales\"}",
              "better_reward_value", score,
              "better_feedback", "sales is wrong");
      assertThat(advice(world, Prompts.advice(ticket, inputs), 50)).containsOnly(new EmptyTalk());
    }
  }

  @Test
  void everyModuleThatIsNamedGetsAdvice() throws JsonProcessingException {
    Prompt prompt =
        Prompt.of(
            List.of(
                ChatMessage.system("[[ ## module_names ## ]]\n\n[[ ## module_advice ## ]]\n"),
                ChatMessage.user("[[ ## module_names ## ]]\n[\"route\", \"reply\"]")));

    String answer = world.read(prompt).answer(0);
    JsonNode advice = MAPPER.readTree(Sections.of(answer).named("module_advice").orElseThrow());

    assertThat(advice.fieldNames()).toIterable().containsExactly("route", "reply");
    assertThat(world.read(prompt).kind()).isEqualTo(Question.Kind.REFLECTION);
  }

  @Test
  void aRewriteAddsLessonsFromFailures() {
    String examples =
        """
        [{"Inputs": {"ticket": "%s"}, "Generated Outputs": {"team": "sales"},
          "Feedback": "wrong: the team is returns"},
         {"Inputs": {"ticket": "my %s"}, "Generated Outputs": {"team": "sales"},
          "Feedback": "right"}]"""
            .formatted(ticket, second.word());

    assertRewrites(Prompts.rewrite(TASK, examples), "returns");
  }

  @Test
  void aRewriteReadsScoresAndLabels() {
    String examples =
        """
        Example 1
        {"inputs": {"ticket": "%s"}, "outputs": {"team": "sales"}, "expected": {"team": "returns"},
         "score": 0}

        Example 2
        {"inputs": {"ticket": "my %s"}, "outputs": {"team": "sales"}, "score": 1.0}
        """
            .formatted(ticket, second.word());

    assertRewrites(Prompts.rewrite(TASK, examples), "returns");
  }

  @Test
  void aRewriteReadsLabelledLines() {
    String examples =
        """
        Ticket: %s
        Answer: sales
        Expected: returns

        Ticket: my %s
        Answer: sales
        Expected: sales
        """
            .formatted(ticket, second.word());

    assertRewrites(Prompts.rewrite(TASK, examples), "returns");
  }

  @Test
  void aProposalLearnsFromLabelledExamples() {
    String system =
        """
        [[ ## basic_instruction ## ]]

        [[ ## task_demos ## ]]

        [[ ## proposed_instruction ## ]]
        """;
    String question =
        """
        [[ ## basic_instruction ## ]]
        %s

        [[ ## task_demos ## ]]
        {"ticket": "%s", "team": "returns"}

        Begin with `[[ ## proposed_instruction ## ]]`.
        """
            .formatted(TASK, ticket);
    Prompt prompt = Prompt.of(List.of(ChatMessage.system(system), ChatMessage.user(question)));

    assertRewrites(prompt, "returns");
  }

  @Test
  void aRewriteWithoutAnyRightAnswerTalks() {
    Prompt prompt = Prompts.rewrite(TASK, "[{\"ticket\": \"%s\"}]".formatted(ticket));

    assertThat(advice(world, prompt, 20)).containsOnly(new EmptyTalk());
  }

  private void assertRewrites(Prompt prompt, String team) {
    assertThat(world.read(prompt).answer(0)).contains(TASK).doesNotContain(second.word());
    assertShares(advice(world, prompt, DRAWS), team, 0.7, 0.1);
  }

  private void assertAdvice(
      TicketWorld asked, Map<String, String> inputs, String team, double right, double wrong) {
    assertShares(advice(asked, Prompts.advice(ticket, inputs), DRAWS), team, right, wrong);
  }

  private void assertShares(List<Advice> advice, String team, double right, double wrong) {
    assertThat(advice).hasSize(DRAWS);
    assertThat(share(advice, team)).isBetween(right - 0.04, right + 0.04);
    double named = advice.stream().filter(Rule.class::isInstance).count() / (double) advice.size();
    assertThat(named - share(advice, team)).isBetween(wrong - 0.04, wrong + 0.04);
  }

  private double share(List<Advice> advice, String team) {
    Rule rule = new Rule(keyword.word(), team);
    return advice.stream().filter(rule::equals).count() / (double) advice.size();
  }

  private static List<Advice> advice(TicketWorld world, Prompt prompt, int draws) {
    Question question = world.read(prompt);
    List<Advice> advice = new ArrayList<>();
    for (int i = 0; i < draws; i++) {
      advice.addAll(Phrasebook.TICKETS.read(question.answer(i).replace("\\n", "\n")));
    }
    return advice;
  }
}
