package dev.ascent.embedded.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ascent.core.metric.F1Metric;
import dev.ascent.core.metric.Metric;
import dev.ascent.core.metric.Metrics;
import dev.ascent.core.program.Demo;
import dev.ascent.core.rollout.Example;
import dev.ascent.embedded.simulated.Phrasebook.Rule;
import dev.ascent.lm.json.JacksonFieldReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GradedWorldTest {
  private static final String TASK = "Name team and priority.";

  private final GradedWorld world = new GradedWorld(11);

  @Test
  void everyKeywordHasATeamAndAPriority() {
    Set<String> answers =
        world.examples(1000).stream()
            .map(example -> example.get("handling"))
            .collect(Collectors.toSet());
    Set<String> possible =
        IntStream.range(0, 24)
            .mapToObj(i -> team(i).team() + " " + priority(i).team())
            .collect(Collectors.toSet());

    assertThat(answers).isEqualTo(possible);
    assertThat(world.teams()).extracting(Keyword::team).containsAll(Tickets.TEAMS);
    assertThat(world.priorities()).extracting(Keyword::team).containsAll(GradedWorld.PRIORITIES);
    assertThat(world.teams()).isEqualTo(new TicketWorld(Variant.BASE, 11).keywords());
  }

  @Test
  void ticketsNameNoPriority() {
    Set<String> words =
        Arrays.stream(TicketWriter.FILLER.split("[^\\p{L}]+", -1)).collect(Collectors.toSet());

    assertThat(words).doesNotContainAnyElementsOf(GradedWorld.PRIORITIES);
  }

  @Test
  void halfARightAnswerScoresHalf() {
    Metric metric = Metrics.create(world.metric(), new JacksonFieldReader());

    assertThat(metric).isInstanceOf(F1Metric.class);
    assertThat(score(metric, "billing high")).isEqualTo(1);
    assertThat(score(metric, "billing low")).isEqualTo(0.5);
    assertThat(score(metric, "sales high")).isEqualTo(0.5);
    assertThat(score(metric, "sales low")).isZero();
  }

  @Test
  void anUnaidedModelGetsEachPartWithItsOwnProbability() {
    for (int i = 0; i < 24; i += 3) {
      assertRight(i, TASK, List.of(), team(i).unaided(), priority(i).unaided());
    }
  }

  @Test
  void aRuleTeachesOnePartAndADemoBoth() {
    String teamRule = teamRule(2, team(2).team());
    String priorityRule = priorityRule(2, priority(2).team());
    Demo demo = demo(2, team(2).team() + " " + priority(2).team());
    Demo half = demo(2, team(2).team());

    assertRight(2, TASK + "\n" + teamRule, List.of(), 0.95, priority(2).unaided());
    assertRight(2, TASK + "\n" + priorityRule, List.of(), team(2).unaided(), 0.95);
    assertRight(2, TASK + "\n" + teamRule + priorityRule, List.of(), 0.95, 0.95);
    assertRight(2, TASK, List.of(demo), 0.9, 0.9);
    assertRight(2, TASK + "\n" + priorityRule, List.of(demo), 0.9, 0.95);
    assertRight(2, TASK, List.of(half), 0.9, priority(2).unaided());
  }

  @Test
  void accuracyIsTheMeanOverTheParts() {
    String rules = teamRule(0, team(0).team()) + priorityRule(0, other(priority(0).team()));
    Demo demo = demo(1, team(1).team() + " " + priority(1).team());
    double gain =
        (0.95 - team(0).unaided())
            + (0.05 - priority(0).unaided())
            + (0.9 - team(1).unaided())
            + (0.9 - priority(1).unaided());

    assertThat(accuracy(rules, List.of(demo))).isCloseTo(world.start() + gain / 48, within(1e-12));
  }

  @Test
  void rulesOnEitherPartAddToTheLength() {
    String rules = teamRule(0, team(0).team()).repeat(8) + priorityRule(0, "high").repeat(8);
    String fewer = teamRule(0, team(0).team()) + priorityRule(0, "high");

    assertThat(accuracy(rules, List.of()))
        .isCloseTo(accuracy(fewer, List.of()) - 6 * Odds.LENGTH_PENALTY, within(1e-12));
  }

  @Test
  void adviceIsOnThePartThatTheWorseAttemptGotWrong() {
    assertAdvised("sales high", new Rule(team(3).word(), "billing"));
    assertAdvised("billing low", new Rule(team(3).word(), "high"));
    assertAdvised("sales low", new Rule(team(3).word(), "billing"));
  }

  @Test
  void aRewriteHasLessonsOnBothParts() {
    String examples =
        """
        [{"Inputs": {"ticket": "my %s"}, "Generated Outputs": {"handling": "sales low"},
          "Expected": {"handling": "billing high"}}]"""
            .formatted(team(3).word());
    String answers = answers(Prompts.rewrite(TASK, examples));

    assertThat(book().read(answers)).contains(new Rule(team(3).word(), "billing"));
    assertThat(otherBook().read(answers)).contains(new Rule(team(3).word(), "high"));
  }

  @Test
  void accuracyIsForOnePredictor() {
    assertThatThrownBy(() -> world.accuracy(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one predictor");
  }

  private void assertAdvised(String worse, Rule commonest) {
    Map<String, String> inputs =
        Map.of(
            "expected_outputs",
            "{\"handling\": \"billing high\"}",
            "worse_outputs",
            "{\"handling\": \"" + worse + "\"}");
    String answers = answers(Prompts.advice("my " + team(3).word(), inputs));
    List<Phrasebook.Advice> rules =
        List.of(book(), otherBook()).stream()
            .flatMap(book -> book.read(answers).stream())
            .filter(Rule.class::isInstance)
            .toList();

    assertThat(rules.stream().filter(commonest::equals).count()).isBetween(250L, 310L);
    assertThat(rules).hasSizeBetween(290, 350);
  }

  /** 400 answers in one text. */
  private String answers(Prompt prompt) {
    Question question = world.read(prompt);
    return IntStream.range(0, 400)
        .mapToObj(i -> question.answer(i).replace("\\n", "\n"))
        .collect(Collectors.joining("\n"));
  }

  private static Phrasebook book() {
    return Phrasebook.TICKETS;
  }

  private static Phrasebook otherBook() {
    return GradedWorld.PRIORITY_BOOK;
  }

  private void assertRight(
      int index, String instructions, List<Demo> demos, double teamRight, double priorityRight) {
    Map<String, String> inputs = Map.of("ticket", "my " + team(index).word() + " broke");
    Question question =
        world.read(Prompts.ofModule(world.modules().get(0), instructions, demos, inputs));
    int draws = 1500;
    int teams = 0;
    int priorities = 0;
    for (int i = 0; i < draws; i++) {
      String answer = Sections.of(question.answer(i)).named("handling").orElseThrow();
      teams += answer.startsWith(team(index).team() + " ") ? 1 : 0;
      priorities += answer.endsWith(" " + priority(index).team()) ? 1 : 0;
    }
    assertThat(question.kind()).isEqualTo(Question.Kind.ROLLOUT);
    assertThat((double) teams / draws).isCloseTo(teamRight, within(0.05));
    assertThat((double) priorities / draws).isCloseTo(priorityRight, within(0.05));
  }

  private static double score(Metric metric, String answer) {
    Example example =
        Example.labelled("1", Map.of("ticket", "x"), Map.of("handling", "billing high"));
    return metric.score(example, Map.of("handling", answer)).value();
  }

  private double accuracy(String instructions, List<Demo> demos) {
    return world.accuracy(List.of(new ShownPredictor(instructions, demos)));
  }

  private Demo demo(int index, String handling) {
    return new Demo(
        Map.of("ticket", "the " + team(index).word() + " again"),
        Map.of("handling", handling),
        List.of());
  }

  private String teamRule(int index, String team) {
    return "Any ticket about " + team(index).word() + " goes to " + team + ".\n";
  }

  private String priorityRule(int index, String priority) {
    return "A ticket with " + team(index).word() + " in it is of " + priority + " priority.\n";
  }

  private static String other(String priority) {
    return priority.equals("low") ? "high" : "low";
  }

  private Keyword team(int index) {
    return world.teams().get(index);
  }

  private Keyword priority(int index) {
    return world.priorities().get(index);
  }
}
