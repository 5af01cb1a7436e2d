package dev.ascent.embedded.simulated;

import dev.ascent.core.metric.MetricDefinition;
import dev.ascent.core.metric.MetricType;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.ModuleType;
import dev.ascent.core.program.Signature;
import dev.ascent.core.task.ModuleDefinition;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tickets of free text, each with one of K keywords; the keyword decides which of six teams handles
 * it. Without help the model is right with the keyword's own probability; {@link Odds} says what
 * rules and demos change.
 */
public final class TicketWorld implements World {
  private final Variant variant;
  private final long seed;
  private final Tickets tickets;
  private final Keywords keywords;
  private final Advisor advisor;
  private final PromptReader reader;
  private final Drift drift;

  TicketWorld(Variant variant, long seed) {
    this(variant, seed, Drift.NONE);
  }

  private TicketWorld(Variant variant, long seed, Drift drift) {
    this.drift = drift;
    this.variant = variant;
    this.seed = seed;
    List<Keyword> all = keywords(variant, seed);
    Map<String, List<String>> synonyms = synonyms(variant, seed);
    this.tickets = new Tickets(seed, all, synonyms);
    this.keywords = new Keywords(Tickets.TEAM_OF_TICKET, all, byShownWord(all, synonyms));
    this.reader = new PromptReader(keywords);
    this.advisor = new Advisor(keywords, variant.advice());
  }

  /** Teams get equally many keywords; words, teams and chances are independent. */
  private static List<Keyword> keywords(Variant variant, long seed) {
    int count = variant.keywordCount();
    return Deal.keywords(
        Vocabulary.keywords(count, seed),
        Chance.of(seed, "teams", 0).shuffled(Deal.inTurn(Tickets.TEAMS, 1, count)),
        Chance.of(seed, "unaided", 0).shuffled(Deal.inTurn(variant.unaided(), 1, count)));
  }

  /** The words that tickets have for a keyword, by its own, where they never name it. */
  private static Map<String, List<String>> synonyms(Variant variant, long seed) {
    if (variant.synonyms() == 0) {
      return Map.of();
    }
    int count = variant.keywordCount();
    List<String> words = Vocabulary.keywords(count * (1 + variant.synonyms()), seed);
    Map<String, List<String>> synonyms = new HashMap<>();
    for (int i = 0; i < count; i++) {
      int first = count + i * variant.synonyms();
      synonyms.put(words.get(i), words.subList(first, first + variant.synonyms()));
    }
    return synonyms;
  }

  private static Map<String, Keyword> byShownWord(
      List<Keyword> keywords, Map<String, List<String>> synonyms) {
    Map<String, Keyword> byShownWord = new HashMap<>();
    for (Keyword keyword : keywords) {
      synonyms
          .getOrDefault(keyword.word(), List.of(keyword.word()))
          .forEach(word -> byShownWord.put(word, keyword));
    }
    return byShownWord;
  }

  @Override
  public String name() {
    return variant.label();
  }

  @Override
  public long seed() {
    return seed;
  }

  @Override
  public String task() {
    return "tickets";
  }

  /** All keywords, with their teams. */
  public List<Keyword> keywords() {
    return keywords.all();
  }

  @Override
  public List<ModuleDefinition> modules() {
    Signature signature =
        new Signature(
            "Name the team that should handle the ticket.",
            List.of(Tickets.INPUT),
            List.of(Field.text(Tickets.TEAM, "one of " + String.join(", ", Tickets.TEAMS))));
    return List.of(new ModuleDefinition("route", ModuleType.PREDICT, signature));
  }

  @Override
  public MetricDefinition metric() {
    return new MetricDefinition(MetricType.EXACT_MATCH, Tickets.TEAM, 0, "", "");
  }

  @Override
  public List<Map<String, String>> examples(int count) {
    return tickets.training(count, this::labels);
  }

  @Override
  public List<Map<String, String>> testExamples(int count) {
    return tickets.test(count, (keyword, chance) -> Map.of(Tickets.TEAM, keyword.team()));
  }

  private Map<String, String> labels(Keyword keyword, Chance chance) {
    boolean wrong = chance.happens(variant.wrongLabels());
    return Map.of(
        Tickets.TEAM, wrong ? chance.pickOther(Tickets.TEAMS, keyword.team()) : keyword.team());
  }

  @Override
  public double accuracy(List<ShownPredictor> predictors) {
    ShownPredictor shown = ShownPredictor.only(predictors);
    Lessons lessons = Lessons.read(shown.instructions(), shown.demos(), keywords);
    return keywords.all().stream()
        .mapToDouble(keyword -> drift.right(Odds.right(keyword, lessons), lessons))
        .average()
        .orElse(0);
  }

  @Override
  public TicketWorld after(Drift change) {
    return new TicketWorld(variant, seed, change);
  }

  @Override
  public World gullible() {
    return new GullibleWorld(this, keywords, advisor);
  }

  @Override
  public double start() {
    return Odds.mean(keywords.all(), Lessons.NONE);
  }

  @Override
  public double attainable() {
    return Odds.best(keywords.all());
  }

  /**
   * The highest expected score that rules and demos reach if they are on keywords of these tickets
   * alone, as are all that follow from the labels of these tickets.
   */
  public double attainableFrom(Collection<String> ticketTexts) {
    Set<Keyword> shown =
        ticketTexts.stream()
            .flatMap(text -> keywords.keywordIn(text).stream())
            .collect(Collectors.toSet());
    return Odds.best(keywords.all(), shown::contains);
  }

  @Override
  public Question read(Prompt prompt) {
    PromptReader.Asked asked = reader.read(prompt);
    return new WorldQuestion(
        seed ^ prompt.fingerprint(),
        List.of(new Taught(keywords, asked.lessons(), drift)),
        advisor,
        asked);
  }
}
