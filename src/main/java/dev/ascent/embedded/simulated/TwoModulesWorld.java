package dev.ascent.embedded.simulated;

import dev.ascent.core.metric.MetricDefinition;
import dev.ascent.core.metric.MetricType;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.ModuleType;
import dev.ascent.core.program.Signature;
import dev.ascent.core.task.ModuleDefinition;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Tickets that pass two modules: one names the topic, which the keyword decides, the other the
 * team, which the topic that it is told decides. The final answer alone is labelled and scored.
 * Every module has to be taught its own matter; advice on the other's is so much empty talk to it.
 */
final class TwoModulesWorld implements World {
  static final String NAME = "two-modules";
  static final String CLASSIFY = "classify";
  static final String ROUTE = "route";
  static final String TOPIC = "topic";

  private static final int KEYWORDS = 24;

  /** One for each team, and few enough that all rules on them are free. */
  private static final int TOPICS = Tickets.TEAMS.size();

  static final Phrasebook TOPIC_BOOK =
      Phrasebook.onTickets(
          List.of(
              "Tickets that mention {keyword} have the topic {team}.",
              "If the ticket mentions {keyword}, the topic is {team}.",
              "When the word {keyword} appears in a ticket, its topic is {team}.",
              "Any ticket about {keyword} falls under {team}.",
              "File messages that name {keyword} under the topic {team}."));

  static final Phrasebook TEAM_BOOK =
      Phrasebook.onTickets(
          List.of(
              "Tickets of the topic {keyword} belong to team {team}.",
              "If the topic is {keyword}, the team is {team}.",
              "When a ticket has the topic {keyword}, answer {team}.",
              "Route the topic {keyword} to {team}.",
              "The topic {keyword} is for {team} to handle."));

  private final long seed;
  private final Tickets tickets;
  private final Keywords topics;
  private final Keywords teams;
  private final PromptReader topicReader;
  private final PromptReader teamReader;
  private final Advisor advisor;

  TwoModulesWorld(long seed) {
    this.seed = seed;
    List<String> words = Vocabulary.keywords(KEYWORDS + TOPICS, seed);
    List<String> topicWords = words.subList(KEYWORDS, words.size());
    this.topics = topics(words.subList(0, KEYWORDS), topicWords);
    this.teams = teams(topicWords);
    this.tickets = new Tickets(seed, topics.all());
    this.topicReader = new PromptReader(topics);
    this.teamReader = new PromptReader(teams);
    Map<String, List<Knowledge>> byModule =
        Map.of(CLASSIFY, List.of(topics), ROUTE, List.of(teams));
    this.advisor =
        new Advisor(
            List.of(topics, teams),
            module -> byModule.getOrDefault(module, List.of()),
            Advisor.Reliability.USUAL);
  }

  /** Shuffled alike, every topic gets keywords of each chance. */
  private Keywords topics(List<String> words, List<String> topicWords) {
    return new Keywords(
        new Decision(
            Tickets.TICKET,
            TOPIC,
            topicWords,
            TOPIC_BOOK.besides(TEAM_BOOK),
            Decision.Origin.EXAMPLE),
        Deal.keywords(
            words,
            Chance.of(seed, "topics", 0).shuffled(Deal.inTurn(topicWords, 1, KEYWORDS)),
            Chance.of(seed, "topics", 0).shuffled(Deal.inTurn(Deal.UNAIDED, TOPICS, KEYWORDS))));
  }

  private Keywords teams(List<String> topicWords) {
    return new Keywords(
        new Decision(
            TOPIC,
            Tickets.TEAM,
            Tickets.TEAMS,
            TEAM_BOOK.besides(TOPIC_BOOK),
            Decision.Origin.MODULE),
        Deal.keywords(
            topicWords,
            Chance.of(seed, "teams of topics", 0).shuffled(Tickets.TEAMS),
            Chance.of(seed, "unaided topics", 0).shuffled(Deal.inTurn(Deal.UNAIDED, 1, TOPICS))));
  }

  /** All keywords, with their topics in place of teams. */
  List<Keyword> topics() {
    return topics.all();
  }

  /** All topics in place of keywords, with their teams. */
  List<Keyword> teams() {
    return teams.all();
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
    return "tickets-by-topic";
  }

  @Override
  public List<ModuleDefinition> modules() {
    Field topic = Field.text(TOPIC, "one of " + String.join(", ", topics.answers()));
    Field team = Field.text(Tickets.TEAM, "one of " + String.join(", ", Tickets.TEAMS));
    return List.of(
        new ModuleDefinition(
            CLASSIFY,
            ModuleType.PREDICT,
            new Signature("Name the topic of the ticket.", List.of(Tickets.INPUT), List.of(topic))),
        new ModuleDefinition(
            ROUTE,
            ModuleType.PREDICT,
            new Signature(
                "Name the team that should handle the ticket, by its topic.",
                List.of(Tickets.INPUT, topic),
                List.of(team))));
  }

  @Override
  public MetricDefinition metric() {
    return new MetricDefinition(MetricType.EXACT_MATCH, Tickets.TEAM, 0, "", "");
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
    return Map.of(Tickets.TEAM, teams.keywordIn(keyword.team()).orElseThrow().team());
  }

  @Override
  public Question read(Prompt prompt) {
    long answerSeed = seed ^ prompt.fingerprint();
    PromptReader.Asked asked = teamReader.read(prompt);
    return asked.outputs().contains(TOPIC)
        ? new WorldQuestion(answerSeed, topics, advisor, topicReader.read(prompt))
        : new WorldQuestion(answerSeed, teams, advisor, asked);
  }

  @Override
  public double accuracy(List<ShownPredictor> predictors) {
    if (predictors.size() != 2) {
      throw new IllegalArgumentException(
          "a program of this world has two predictors, not " + predictors.size());
    }
    ShownPredictor classify = predictors.get(0);
    ShownPredictor route = predictors.get(1);
    return mean(
        Lessons.read(classify.instructions(), classify.demos(), topics),
        Lessons.read(route.instructions(), route.demos(), teams));
  }

  /** The topic may be right or any other; either way, the team may be right, if only by luck. */
  private double mean(Lessons onTopics, Lessons onTeams) {
    Map<String, Double> routed =
        teams.all().stream()
            .collect(Collectors.toMap(Keyword::word, topic -> Odds.right(topic, onTeams)));
    double allLuck = routed.values().stream().mapToDouble(TwoModulesWorld::luck).sum();
    return average(
        keyword -> {
          double rightTopic = Odds.right(keyword, onTopics);
          double routedRight = routed.get(keyword.team());
          double luckElsewhere = (allLuck - luck(routedRight)) / (TOPICS - 1);
          return rightTopic * routedRight + (1 - rightTopic) * luckElsewhere;
        });
  }

  private double average(Function<Keyword, Double> score) {
    return topics.all().stream().mapToDouble(score::apply).average().orElse(0);
  }

  /** The probability of one particular wrong team where the right one has that probability. */
  private static double luck(double right) {
    return (1 - right) / (Tickets.TEAMS.size() - 1);
  }

  @Override
  public double start() {
    return mean(Lessons.NONE, Lessons.NONE);
  }

  /**
   * The rules on all topics are free, and without one a topic's own keywords lose more than luck
   * makes up for on those that are taken for it. With them all, the score rises with the share of
   * right topics alone.
   */
  @Override
  public double attainable() {
    double rightTopics = Odds.best(topics.all());
    return rightTopics * Odds.RIGHT_RULE + (1 - rightTopics) * luck(Odds.RIGHT_RULE);
  }
}
