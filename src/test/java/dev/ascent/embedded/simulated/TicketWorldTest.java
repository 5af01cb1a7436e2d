package dev.ascent.embedded.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ascent.core.program.Demo;
import dev.ascent.embedded.simulated.PromptReader.Asked;
import dev.ascent.lm.ChatMessage;
import dev.ascent.lm.prompt.ChatFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketWorldTest {
  private static final String TASK = "Name the team.";

  private final TicketWorld world = new TicketWorld(Variant.BASE, 11);

  @Test
  void theSameSeedMakesTheSameWorld() {
    TicketWorld again = new TicketWorld(Variant.BASE, 11);
    TicketWorld other = new TicketWorld(Variant.BASE, 12);

    assertThat(again.keywords()).isEqualTo(world.keywords());
    assertThat(again.examples(50)).isEqualTo(world.examples(50));
    assertThat(other.keywords()).doesNotContainAnyElementsOf(world.keywords());
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "no-success", "six-keywords", "96-keywords"})
  void everyTicketHoldsOneKeywordOnce(String name) {
    TicketWorld ticketWorld = (TicketWorld) World.named(name, 2);
    List<String> words = ticketWorld.keywords().stream().map(Keyword::word).toList();

    for (Map<String, String> example : ticketWorld.examples(1000)) {
      String ticket = example.get("ticket");
      List<String> held = words.stream().filter(ticket::contains).toList();
      assertThat(held).hasSize(1);
      assertThat(ticket.split("\\b" + held.get(0) + "\\b", -1)).hasSize(2);
    }
  }

  @Test
  void keywordsShareTeamsAndChancesEqually() {
    assertThat(world.keywords().stream().collect(Collectors.groupingBy(Keyword::team)).values())
        .hasSize(6)
        .allSatisfy(group -> assertThat(group).hasSize(4));
    assertThat(world.keywords().stream().collect(Collectors.groupingBy(Keyword::unaided)).values())
        .hasSize(4)
        .allSatisfy(group -> assertThat(group).hasSize(6));
  }

  @Test
  void lessonsFromOneTicketAreOnItsKeywordAlone() {
    Keyword keyword = world.keywords().get(0);

    assertThat(world.attainableFrom(List.of("About my " + keyword.word() + ".", "Hello.")))
        .isCloseTo(world.start() + (Odds.RIGHT_RULE - keyword.unaided()) / 24, within(1e-12));
    assertThat(world.attainableFrom(List.of())).isCloseTo(world.start(), within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "96-keywords", "hidden-scope"})
  void ticketsOfAllKeywordsAllowWhatIsAttainable(String name) {
    TicketWorld ticketWorld = (TicketWorld) World.named(name, 2);
    List<String> tickets =
        ticketWorld.examples(2000).stream().map(example -> example.get("ticket")).toList();

    assertThat(ticketWorld.attainableFrom(tickets))
        .isCloseTo(ticketWorld.attainable(), within(1e-12));
    assertThat(ticketWorld.attainableFrom(tickets.subList(0, 5)))
        .isBetween(ticketWorld.start(), ticketWorld.attainable() - 0.01);
  }

  @Test
  void trainingAndTestExamplesDiffer() {
    Set<String> training =
        world.examples(2000).stream().map(row -> row.get("ticket")).collect(Collectors.toSet());
    List<String> test = world.testExamples(2000).stream().map(row -> row.get("ticket")).toList();

    assertThat(training).hasSize(2000).doesNotContainAnyElementsOf(test);
    assertThat(world.examples(10)).isEqualTo(world.examples(20).subList(0, 10));
  }

  @Test
  void aFifthOfTheTrainingLabelsCanBeWrong() {
    TicketWorld noisy = new TicketWorld(Variant.WRONG_LABELS, 4);

    assertShare(
        noisy.examples(3000).stream().filter(row -> !isRight(noisy, row)).count(), 3000, 0.2);
    assertThat(noisy.testExamples(500)).allMatch(row -> isRight(noisy, row));
    assertThat(world.examples(500)).allMatch(row -> isRight(world, row));
  }

  @Test
  void anUnaidedModelIsRightWithTheKeywordsOwnProbability() {
    for (Keyword keyword : world.keywords()) {
      assertRight(Prompts.ascent(TASK, List.of(), ticket(keyword)), keyword, keyword.unaided());
    }
  }

  @Test
  void rulesAndDemosChangeTheProbability() {
    Keyword keyword = withChance(0.3);
    Keyword other = withChance(0.5);
    String right = rule(keyword, keyword.team());
    String wrong = rule(keyword, otherTeam(keyword));
    Demo demo = Prompts.demo("the " + keyword.word() + " again", keyword.team());
    Demo wrongDemo = Prompts.demo("the " + keyword.word() + " again", otherTeam(keyword));
    String ticket = ticket(keyword);

    assertRight(Prompts.ascent(TASK + "\n\n" + right, List.of(), ticket), keyword, 0.95);
    assertRight(Prompts.dspy(TASK + "\n\n" + right, List.of(wrongDemo), ticket), keyword, 0.95);
    assertRight(Prompts.ascent(TASK + "\n\n" + wrong, List.of(demo), ticket), keyword, 0.05);
    assertRight(Prompts.dspyJson(right + wrong, ticket), keyword, 0.05);
    assertRight(Prompts.dspyJson(wrong + right, ticket), keyword, 0.95);
    assertRight(Prompts.dspy(TASK, List.of(demo), ticket), keyword, 0.9);
    assertRight(Prompts.ascent(TASK, List.of(demo, wrongDemo), ticket), keyword, 0.1);
    assertRight(Prompts.ascent(TASK + right, List.of(demo), ticket(other)), other, 0.5);
  }

  @Test
  void tooManyRulesCostAllAnswers() {
    Keyword keyword = withChance(0.9);
    String talk = "Think carefully about each ticket.\n".repeat(70);

    assertRight(Prompts.dspy(TASK + talk, List.of(), ticket(keyword)), keyword, 0.6);
  }

  @Test
  void wrongAnswersSpreadOverTheOtherTeams() {
    Keyword keyword = withChance(0.1);
    Question question = world.read(Prompts.ascent(TASK, List.of(), ticket(keyword)));
    Map<String, Long> answers =
        IntStream.range(0, 5000)
            .mapToObj(i -> team(question.answer(i)))
            .collect(Collectors.groupingBy(team -> team, Collectors.counting()));

    assertThat(answers).hasSize(6);
    Tickets.TEAMS.stream()
        .filter(team -> !team.equals(keyword.team()))
        .forEach(team -> assertShare(answers.get(team), 5000, 0.18));
  }

  @Test
  void theSamePromptAndOccurrenceGiveTheSameAnswer() {
    Prompt prompt = Prompts.dspy(TASK, List.of(), ticket(withChance(0.5)));
    List<String> answers = answers(world, prompt);
    Prompt longer = Prompts.dspy(TASK + "!", List.of(), ticket(withChance(0.5)));

    assertThat(answers(new TicketWorld(Variant.BASE, 11), prompt)).isEqualTo(answers);
    assertThat(answers(world, longer)).isNotEqualTo(answers);
    assertThat(Set.copyOf(answers)).hasSizeGreaterThan(1);
  }

  @Test
  void answersFollowTheStructureThatIsAskedFor() {
    String ticket = ticket(withChance(0.5));

    assertThat(world.read(Prompts.ascent(TASK, List.of(), ticket)).answer(0))
        .matches("\\[\\[ ## team ## ]]\n\\w+\n\n\\[\\[ ## completed ## ]]\n");
    assertThat(Sections.of(world.read(Prompts.dspy(TASK, List.of(), ticket)).answer(0)).byField())
        .containsOnlyKeys("reasoning", "team");
    assertThat(world.read(Prompts.dspyJson(TASK, ticket)).answer(0))
        .matches("\\{\"reasoning\":\".+\",\"team\":\"\\w+\"}");
    assertThat(world.read(Prompt.of(List.of(ChatMessage.user(ticket)))).answer(0)).matches("\\w+");
  }

  @Test
  void aSchemaNamesTheFieldsWhereThePromptDoesNot() {
    Prompt prompt =
        new Prompt(
            List.of(ChatMessage.system(TASK), ChatMessage.user(ticket(withChance(0.9)))),
            List.of("reasoning", "team"));

    assertThat(world.read(prompt).answer(0)).matches("\\{\"reasoning\":\".+\",\"team\":\"\\w+\"}");
  }

  @Test
  void listedOutputsCountWhereNeitherMarkersNorTemplateNameThem() {
    String system =
        """
        Inputs:
        - `ticket` (text)
        Outputs:
        - `reasoning` (text)
        - `team` (text)
        Answer with a JSON object.
        [[ ## ticket ## ]]
        """;
    String question = "[[ ## ticket ## ]]\n" + ticket(withChance(0.9));
    Prompt prompt = Prompt.of(List.of(ChatMessage.system(system), ChatMessage.user(question)));

    assertThat(world.read(prompt).answer(0)).matches("\\{\"reasoning\":\".+\",\"team\":\"\\w+\"}");
  }

  @Test
  void aComplaintAboutAnAnswerIsNoNewQuestion() {
    Keyword keyword = withChance(0.9);
    List<ChatMessage> messages = Prompts.ascent(TASK, List.of(), ticket(keyword)).messages();
    List<ChatMessage> again =
        new ChatFormat()
            .renderAgain(
                messages,
                world.modules().get(0).signature(),
                "I would say sales.",
                "expected a section [[ ## team ## ]] with text; it is missing");
    PromptReader reader = new PromptReader(new Keywords(Tickets.TEAM_OF_TICKET, world.keywords()));

    Asked asked = reader.read(Prompt.of(again));

    assertThat(again).hasSize(messages.size() + 2);
    assertThat(asked.sections().named("ticket")).hasValue(ticket(keyword));
    assertThat(asked.outputs()).containsExactly("team");
    assertThat(asked.lessons().demoCount()).isZero();
  }

  @Test
  void accuracyIsForOnePredictor() {
    assertThatThrownBy(() -> world.accuracy(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one predictor");
  }

  private void assertRight(Prompt prompt, Keyword keyword, double probability) {
    Question question = world.read(prompt);
    int draws = 1500;
    long right =
        IntStream.range(0, draws)
            .filter(i -> team(question.answer(i)).equals(keyword.team()))
            .count();
    assertShare(right, draws, probability);
  }

  /** Within four standard deviations, which a fixed seed passes once and for all. */
  private static void assertShare(long hits, int draws, double probability) {
    double deviation = Math.sqrt(probability * (1 - probability) / draws);
    assertThat((double) hits / draws)
        .isBetween(probability - 4 * deviation, probability + 4 * deviation);
  }

  private static List<String> answers(World world, Prompt prompt) {
    Question question = world.read(prompt);
    return IntStream.range(0, 30).mapToObj(question::answer).toList();
  }

  private Keyword withChance(double unaided) {
    return world.keywords().stream()
        .filter(keyword -> keyword.unaided() == unaided)
        .findFirst()
        .orElseThrow();
  }

  private static String rule(Keyword keyword, String team) {
    return "If the ticket mentions '" + keyword.word() + "', the team is " + team + ".\n";
  }

  private static String otherTeam(Keyword keyword) {
    return keyword.team().equals("sales") ? "billing" : "sales";
  }

  private static String ticket(Keyword keyword) {
    return TicketWriter.write(keyword.word(), Chance.of(1, "ticket", 0));
  }

  private static boolean isRight(TicketWorld world, Map<String, String> row) {
    return world.keywords().stream()
        .filter(keyword -> row.get("ticket").contains(keyword.word()))
        .allMatch(keyword -> keyword.team().equals(row.get("team")));
  }

  private static String team(String answer) {
    return new Keywords(Tickets.TEAM_OF_TICKET, List.of())
        .answersIn(answer).stream().reduce((first, last) -> last).orElseThrow();
  }
}
