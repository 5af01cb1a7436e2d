package dev.ascent.embedded.simulated;

import dev.ascent.core.metric.MetricDefinition;
import dev.ascent.core.metric.MetricType;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.ModuleType;
import dev.ascent.core.program.Signature;
import dev.ascent.core.task.ModuleDefinition;
import java.util.List;
import java.util.Map;

/**
 * Tickets whose keyword decides on two words, a team and a priority, which make up the answer. It
 * is scored by degrees, as F1 over the words: half of the score for either. A rule teaches one of
 * the two, a demo both.
 */
final class GradedWorld implements World {
  static final String NAME = "graded";
  static final String HANDLING = "handling";
  static final List<String> PRIORITIES = List.of("low", "medium", "high", "critical");

  private static final int KEYWORDS = 24;

  static final Phrasebook PRIORITY_BOOK =
      Phrasebook.onTickets(
          List.of(
              "Tickets that mention {keyword} have {team} priority.",
              "If the ticket mentions {keyword}, the priority is {team}.",
              "When the word {keyword} appears in a ticket, its priority is {team}.",
              "Treat anything about {keyword} with {team} priority.",
              "A ticket with {keyword} in it is of {team} priority.",
              "The priority of messages that name {keyword} is always {team}."));

  private final long seed;
  private final Tickets tickets;
  private final Keywords teams;
  private final Keywords priorities;
  private final PromptReader teamReader;
  private final PromptReader priorityReader;
  private final Advisor advisor;

  GradedWorld(long seed) {
    this.seed = seed;
    List<String> words = Vocabulary.keywords(KEYWORDS, seed);
    this.teams =
        new Keywords(
            decision(Tickets.TEAMS, Phrasebook.TICKETS.besides(PRIORITY_BOOK)),
            keywords(words, Tickets.TEAMS, "teams", 1));
    this.priorities =
        new Keywords(
            decision(PRIORITIES, PRIORITY_BOOK.besides(Phrasebook.TICKETS)),
            keywords(words, PRIORITIES, "priorities", Deal.UNAIDED.size()));
    this.tickets = new Tickets(seed, teams.all());
    this.teamReader = new PromptReader(teams);
    this.priorityReader = new PromptReader(priorities);
    List<Knowledge> both = List.of(teams, priorities);
    this.advisor = new Advisor(both, module -> both, Advisor.Reliability.USUAL);
  }

  private static Decision decision(List<String> answers, Phrasebook phrasebook) {
    return new Decision(Tickets.TICKET, HANDLING, answers, phrasebook, Decision.Origin.EXAMPLE);
  }

  /**
   * Keywords with their answers. Shuffled alike, the chances of the two parts make the same pairs
   * whatever the seed.
   *
   * @param repeated how often a chance is dealt before the next
   */
  private List<Keyword> keywords(
      List<String> words, List<String> answers, String purpose, int repeated) {
    return Deal.keywords(
        words,
        Chance.of(seed, purpose, 0).shuffled(Deal.inTurn(answers, 1, KEYWORDS)),
        Chance.of(seed, "unaided", 0).shuffled(Deal.inTurn(Deal.UNAIDED, repeated, KEYWORDS)));
  }

  /** All keywords, with their teams. */
  List<Keyword> teams() {
    return teams.all();
  }

  /** All keywords in the same order, with their priorities in place of teams. */
  List<Keyword> priorities() {
    return priorities.all();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public long seed() {
    return seed;
  }

  @Override
  public String task() {
    return "graded-tickets";
  }

  @Override
  public List<ModuleDefinition> modules() {
    String description =
        "two words: one of "
            + String.join(", ", Tickets.TEAMS)
            + ", then one of "
            + String.join(", ", PRIORITIES);
    Signature signature =
        new Signature(
            "Name the team that should handle the ticket, and its priority.",
            List.of(Tickets.INPUT),
            List.of(Field.text(HANDLING, description)));
    return List.of(new ModuleDefinition("triage", ModuleType.PREDICT, signature));
  }

  @Override
  public MetricDefinition metric() {
    return new MetricDefinition(MetricType.F1, HANDLING, 0, "", "");
  }

  @Override
  public List<Map<String, String>> examples(int count) {
    return tickets.training(count, (keyword, chance) -> labels(keyword));
  }

  @Override
  public List<Map<String, String>> testExamples(int count) {
    return tickets.test(count, (keyword, chance) -> labels(keyword));
  }

  private Map<String, String> labels(Keyword keyword) {
    String priority = priorities.keywordIn(keyword.word()).orElseThrow().team();
    return Map.of(HANDLING, keyword.team() + " " + priority);
  }

  @Override
  public Question read(Prompt prompt) {
    PromptReader.Asked asked = teamReader.read(prompt);
    return new WorldQuestion(
        seed ^ prompt.fingerprint(),
        List.of(
            new Taught(teams, asked.lessons()),
            new Taught(priorities, priorityReader.read(prompt).lessons())),
        advisor,
        asked);
  }

  /** Answer and label have two words each, so that F1 is the share of the right ones. */
  @Override
  public double accuracy(List<ShownPredictor> predictors) {
    ShownPredictor shown = ShownPredictor.only(predictors);
    return mean(
        Lessons.read(shown.instructions(), shown.demos(), teams),
        Lessons.read(shown.instructions(), shown.demos(), priorities));
  }

  private double mean(Lessons onTeams, Lessons onPriorities) {
    return GradedOdds.mean(List.of(teams.all(), priorities.all()), List.of(onTeams, onPriorities));
  }

  @Override
  public double start() {
    return mean(Lessons.NONE, Lessons.NONE);
  }

  @Override
  public double attainable() {
    return GradedOdds.best(List.of(teams.all(), priorities.all()));
  }
}
