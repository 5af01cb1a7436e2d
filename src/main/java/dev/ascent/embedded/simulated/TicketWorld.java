package dev.ascent.embedded.simulated;

import dev.ascent.core.metric.MetricDefinition;
import dev.ascent.core.metric.MetricType;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.ModuleType;
import dev.ascent.core.program.Signature;
import dev.ascent.core.task.ModuleDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tickets of free text, each with one of K keywords; the keyword decides which of six teams handles
 * it. Without help the model is right with the keyword's own probability; {@link Odds} says what
 * rules and demos change.
 */
public final class TicketWorld implements World {
  static final String TICKET = "ticket";
  static final String TEAM = "team";

  private final Variant variant;
  private final long seed;
  private final Keywords keywords;
  private final Advisor advisor;
  private final PromptReader reader;

  TicketWorld(Variant variant, long seed) {
    this.variant = variant;
    this.seed = seed;
    this.keywords = Keywords.of(variant, seed);
    this.reader = new PromptReader(keywords);
    this.advisor = new Advisor(keywords, variant.advice());
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
            List.of(Field.text(TICKET, "what a customer wrote")),
            List.of(Field.text(TEAM, "one of " + String.join(", ", Keywords.TEAMS))));
    return List.of(new ModuleDefinition("route", ModuleType.PREDICT, signature));
  }

  @Override
  public MetricDefinition metric() {
    return new MetricDefinition(MetricType.EXACT_MATCH, TEAM, 0, "", "");
  }

  @Override
  public List<Map<String, String>> examples(int count) {
    return examples("training", 0, variant.wrongLabels(), count);
  }

  @Override
  public List<Map<String, String>> testExamples(int count) {
    return examples("test", 1, 0, count);
  }

  /**
   * Draws distinct tickets.
   *
   * @param parity the lowest bit of the hash of every ticket's text, which keeps two sets of
   *     different parity apart
   * @param wrongLabels the share of labels that name another team
   */
  private List<Map<String, String>> examples(
      String purpose, int parity, double wrongLabels, int count) {
    List<Map<String, String>> examples = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (long draw = 0; examples.size() < count; draw++) {
      Chance chance = Chance.of(seed, purpose, draw);
      Keyword keyword = chance.pick(keywords.all());
      String ticket = TicketWriter.write(keyword.word(), chance);
      if ((Chance.hash(0, ticket) & 1) == parity && seen.add(ticket)) {
        boolean wrong = chance.happens(wrongLabels);
        String team = wrong ? chance.pickOther(Keywords.TEAMS, keyword.team()) : keyword.team();
        Map<String, String> example = new LinkedHashMap<>();
        example.put(TICKET, ticket);
        example.put(TEAM, team);
        examples.add(example);
      }
    }
    return examples;
  }

  @Override
  public double accuracy(List<ShownPredictor> predictors) {
    if (predictors.size() != 1) {
      throw new IllegalArgumentException(
          "a program of this world has one predictor, not " + predictors.size());
    }
    ShownPredictor shown = predictors.get(0);
    return Odds.mean(keywords.all(), Lessons.read(shown.instructions(), shown.demos(), keywords));
  }

  @Override
  public double start() {
    return Odds.mean(keywords.all(), Lessons.NONE);
  }

  @Override
  public double attainable() {
    return Odds.best(keywords.all());
  }

  @Override
  public Question read(Prompt prompt) {
    return new WorldQuestion(seed ^ prompt.fingerprint(), keywords, advisor, reader.read(prompt));
  }
}
