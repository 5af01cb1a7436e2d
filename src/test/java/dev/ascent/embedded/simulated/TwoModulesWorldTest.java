package dev.ascent.embedded.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ascent.core.program.Demo;
import dev.ascent.embedded.simulated.Phrasebook.EmptyTalk;
import dev.ascent.embedded.simulated.Phrasebook.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TwoModulesWorldTest {
  private static final String TASK = "Do your step.";
  private static final ShownPredictor UNTAUGHT = new ShownPredictor(TASK, List.of());

  private final TwoModulesWorld world = new TwoModulesWorld(11);
  private final Keyword keyword = world.topics().get(0);
  private final Keyword topic = topic(keyword.team());
  private final String ticket = "my " + keyword.word() + " broke";

  @Test
  void everyTopicHasATeamOfItsOwnAndKeywordsOfAllChances() {
    assertThat(world.teams())
        .extracting(Keyword::team)
        .containsExactlyInAnyOrderElementsOf(Tickets.TEAMS);
    assertThat(world.topics().stream().collect(Collectors.groupingBy(Keyword::team)))
        .hasSize(6)
        .allSatisfy(
            (name, keywords) ->
                assertThat(keywords)
                    .extracting(Keyword::unaided)
                    .containsExactlyInAnyOrder(0.1, 0.3, 0.5, 0.9));
  }

  @Test
  void examplesAreLabelledWithTheTeamAlone() {
    assertThat(world.examples(300))
        .allSatisfy(
            example -> {
              assertThat(example).containsOnlyKeys("ticket", "team");
              assertThat(example.get("team")).isEqualTo(topic(keywordIn(example).team()).team());
            });
    assertThat(world.testExamples(300)).doesNotContainAnyElementsOf(world.examples(300));
  }

  @Test
  void eachModuleHasItsOwnProbability() {
    assertThat(shareOf(topic.word(), classify(TASK, List.of())))
        .isCloseTo(keyword.unaided(), within(0.05));
    assertThat(shareOf(topic.team(), route(TASK, List.of(), topic)))
        .isCloseTo(topic.unaided(), within(0.05));
  }

  @Test
  void eachModuleLearnsItsOwnMatter() {
    Demo topicDemo = demo(Map.of("ticket", ticket), "topic", topic.word());
    Demo teamDemo = demo(Map.of("ticket", "x", "topic", topic.word()), "team", topic.team());

    assertThat(shareOf(topic.word(), classify(topicRule(topic.word()), List.of())))
        .isCloseTo(0.95, within(0.04));
    assertThat(shareOf(topic.word(), classify(TASK, List.of(topicDemo))))
        .isCloseTo(0.9, within(0.04));
    assertThat(shareOf(topic.team(), route(teamRule(topic.team()), List.of(), topic)))
        .isCloseTo(0.95, within(0.04));
    assertThat(shareOf(topic.team(), route(TASK, List.of(teamDemo), topic)))
        .isCloseTo(0.9, within(0.04));
  }

  @Test
  void adviceInTheWrongModuleDoesNothingButTakeRoom() {
    String misplacedInClassify = teamRule(topic.team());
    String misplacedInRoute = topicRule(topic.word());

    assertThat(accuracy(misplacedInClassify, misplacedInRoute)).isEqualTo(world.start());
    assertThat(accuracy(misplacedInClassify.repeat(10), TASK)).isEqualTo(world.start());
    assertThat(accuracy(misplacedInClassify.repeat(20), TASK)).isLessThan(world.start());
    assertThat(accuracy(TASK, misplacedInRoute.repeat(20))).isLessThan(world.start());
    assertThat(accuracy(topicRule(topic.word()), teamRule(topic.team())))
        .isGreaterThan(world.start());
  }

  @Test
  void accuracyIsTheShareOfRightTeams() {
    String rules =
        world.topics().subList(0, 12).stream()
            .map(taught -> topicRule(taught, taught.team()))
            .collect(Collectors.joining());
    String teamRules = teamRule(topic.team()) + teamRule(other(topic), topic.team());
    int samples = 80;
    long right = 0;
    for (Keyword asked : world.topics()) {
      String named = "my " + asked.word() + " broke";
      Question first = ask(0, rules, List.of(), Map.of("ticket", named));
      for (int i = 0; i < samples; i++) {
        Map<String, String> inputs = Map.of("ticket", named, "topic", value(first, i, "topic"));
        String team = value(ask(1, teamRules, List.of(), inputs), i, "team");
        right += team.equals(topic(asked.team()).team()) ? 1 : 0;
      }
    }

    assertThat((double) right / (samples * world.topics().size()))
        .isCloseTo(accuracy(rules, teamRules), within(0.03));
  }

  @Test
  void aGoodAttemptTeachesBothModules() throws JsonProcessingException {
    Map<String, String> inputs =
        Map.of(
            "expected_outputs",
            "{\"team\": \"" + topic.team() + "\"}",
            "better_trajectory",
            run(topic, topic.team()),
            "better_score",
            "1.0",
            "worse_trajectory",
            run(other(topic), "sales"),
            "worse_score",
            "0.0");

    assertThat(share(new Rule(keyword.word(), topic.word()), advice(inputs, "classify")))
        .isCloseTo(0.7, within(0.05));
    assertThat(share(new Rule(topic.word(), topic.team()), advice(inputs, "route")))
        .isCloseTo(0.7, within(0.05));
  }

  @Test
  void whereNothingSucceededOnlyTheTeamIsKnown() throws JsonProcessingException {
    Keyword wrong = other(topic);
    Map<String, String> inputs =
        Map.of(
            "expected_outputs", "{\"team\": \"" + topic.team() + "\"}",
            "better_trajectory", "none",
            "better_score", "none",
            "worse_trajectory", run(wrong, wrong.team()),
            "worse_score", "0.0");

    assertThat(advice(inputs, "classify")).containsOnly(new EmptyTalk());
    assertThat(share(new Rule(wrong.word(), topic.team()), advice(inputs, "route")))
        .isCloseTo(0.7, within(0.05));
  }

  @Test
  void aModuleThatTheProgramLacksGetsEmptyTalk() throws JsonProcessingException {
    Map<String, String> inputs = Map.of("expected_outputs", "{\"team\": \"sales\"}");

    assertThat(advice(inputs, "reply")).containsOnly(new EmptyTalk());
  }

  @Property(tries = 300)
  void noChoiceBeatsAttainable(@ForAll @IntRange(max = 1_000_000) int draw) {
    Chance chance = Chance.of(9, "choice", draw);
    String topicRules = rules(world.topics(), chance, this::topicRule);
    String teamRules = rules(world.teams(), chance, this::teamRule);
    List<Demo> demos = new ArrayList<>();
    double share = chance.unit();
    for (Keyword shown : world.topics()) {
      if (chance.happens(share)) {
        demos.add(demo(Map.of("ticket", shown.word()), "topic", shown.team()));
      }
    }

    double accuracy =
        world.accuracy(
            List.of(
                new ShownPredictor(topicRules, demos), new ShownPredictor(teamRules, List.of())));

    assertThat(accuracy).isLessThanOrEqualTo(world.attainable() + 1e-12);
  }

  @Test
  void accuracyIsForTwoPredictors() {
    assertThatThrownBy(() -> world.accuracy(List.of(UNTAUGHT)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two predictors");
  }

  private interface Rules {
    String on(Keyword keyword, String answer);
  }

  /** Rules on a random share of the keywords, of which a random share is right. */
  private static String rules(List<Keyword> keywords, Chance chance, Rules rules) {
    double share = chance.unit();
    double rightShare = chance.unit();
    List<String> answers = keywords.stream().map(Keyword::team).toList();
    StringBuilder text = new StringBuilder();
    for (Keyword keyword : keywords) {
      if (chance.happens(share)) {
        boolean right = chance.happens(rightShare);
        text.append(rules.on(keyword, right ? keyword.team() : chance.pick(answers)));
      }
    }
    return text.toString();
  }

  private double accuracy(String classify, String route) {
    return world.accuracy(
        List.of(new ShownPredictor(classify, List.of()), new ShownPredictor(route, List.of())));
  }

  private Question ask(
      int module, String instructions, List<Demo> demos, Map<String, String> inputs) {
    Question question =
        world.read(Prompts.ofModule(world.modules().get(module), instructions, demos, inputs));
    assertThat(question.kind()).isEqualTo(Question.Kind.ROLLOUT);
    return question;
  }

  private Question classify(String instructions, List<Demo> demos) {
    return ask(0, instructions, demos, Map.of("ticket", ticket));
  }

  private Question route(String instructions, List<Demo> demos, Keyword told) {
    return ask(1, instructions, demos, Map.of("ticket", ticket, "topic", told.word()));
  }

  private static double shareOf(String value, Question question) {
    int draws = 1500;
    return IntStream.range(0, draws).filter(i -> question.answer(i).contains(value)).count()
        / (double) draws;
  }

  private static String value(Question question, int occurrence, String field) {
    return Sections.of(question.answer(occurrence)).named(field).orElseThrow();
  }

  private List<Phrasebook.Advice> advice(Map<String, String> inputs, String module)
      throws JsonProcessingException {
    String modules = "[\"classify\", \"route\", \"reply\"]";
    Question question = world.read(Prompts.advice(ticket, inputs, modules));
    assertThat(question.kind()).isEqualTo(Question.Kind.REFLECTION);
    List<Phrasebook.Advice> advice = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      JsonNode byModule = new ObjectMapper().readTree(value(question, i, "module_advice"));
      Phrasebook book =
          module.equals("classify") ? TwoModulesWorld.TOPIC_BOOK : TwoModulesWorld.TEAM_BOOK;
      advice.addAll(book.read(byModule.get(module).asText()));
    }
    assertThat(advice).hasSize(1000);
    return advice;
  }

  private static double share(Rule rule, List<Phrasebook.Advice> advice) {
    return advice.stream().filter(rule::equals).count() / (double) advice.size();
  }

  /** A trajectory as a prompt shows it. */
  private String run(Keyword named, String team) {
    return """
        [{"module": "classify", "inputs": {"ticket": "%s"}, "outputs": {"topic": "%s"}},
         {"module": "route", "inputs": {"ticket": "%s", "topic": "%s"}, "outputs": {"team": "%s"}}]
        """
        .formatted(ticket, named.word(), ticket, named.word(), team)
        .strip();
  }

  private Keyword topic(String word) {
    return world.teams().stream().filter(t -> t.word().equals(word)).findFirst().orElseThrow();
  }

  private Keyword other(Keyword excluded) {
    return world.teams().stream().filter(t -> !t.equals(excluded)).findFirst().orElseThrow();
  }

  private Keyword keywordIn(Map<String, String> example) {
    return world.topics().stream()
        .filter(known -> example.get("ticket").contains(known.word()))
        .findFirst()
        .orElseThrow();
  }

  private static Demo demo(Map<String, String> inputs, String output, String value) {
    return new Demo(inputs, Map.of(output, value), List.of());
  }

  private String topicRule(String answer) {
    return topicRule(keyword, answer);
  }

  private String topicRule(Keyword named, String answer) {
    return "Any ticket about " + named.word() + " falls under " + answer + ".\n";
  }

  private String teamRule(String team) {
    return teamRule(topic, team);
  }

  private String teamRule(Keyword named, String team) {
    return "If the topic is " + named.word() + ", the team is " + team + ".\n";
  }
}
