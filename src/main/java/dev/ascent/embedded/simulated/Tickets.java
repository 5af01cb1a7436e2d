package dev.ascent.embedded.simulated;

import dev.ascent.core.program.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tickets of a world, each about one of its keywords, all of them drawn equally often. */
final class Tickets {
  static final String TICKET = "ticket";
  static final String TEAM = "team";

  static final List<String> TEAMS =
      List.of("billing", "shipping", "accounts", "returns", "technical", "sales");

  /** Which team handles a ticket. */
  static final Decision TEAM_OF_TICKET =
      new Decision(TICKET, TEAM, TEAMS, Phrasebook.TICKETS, Decision.Origin.EXAMPLE);

  static final Field INPUT = Field.text(TICKET, "what a customer wrote");

  private final long seed;
  private final List<Keyword> keywords;
  private final Map<String, List<String>> shownWords;

  /** Tickets that name their keyword. */
  Tickets(long seed, List<Keyword> keywords) {
    this(seed, keywords, Map.of());
  }

  /**
   * Tickets that name their keyword in other words.
   *
   * @param shownWords by a keyword's own word; a keyword that is missing here is shown as it is
   */
  Tickets(long seed, List<Keyword> keywords, Map<String, List<String>> shownWords) {
    this.seed = seed;
    this.keywords = keywords;
    this.shownWords = shownWords;
  }

  /** What is known of a ticket's keyword. */
  interface Labeller {
    /** The labels by field name. */
    Map<String, String> labels(Keyword keyword, Chance chance);
  }

  /** The first examples to learn from. */
  List<Map<String, String>> training(int count, Labeller labeller) {
    return examples("training", 0, count, labeller);
  }

  /** The first examples to test with; none is one to learn from. */
  List<Map<String, String>> test(int count, Labeller labeller) {
    return examples("test", 1, count, labeller);
  }

  /**
   * Draws distinct tickets.
   *
   * @param parity the lowest bit of the hash of every ticket's text, which keeps two sets of
   *     different parity apart
   */
  private List<Map<String, String>> examples(
      String purpose, int parity, int count, Labeller labeller) {
    List<Map<String, String>> examples = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (long draw = 0; examples.size() < count; draw++) {
      Chance chance = Chance.of(seed, purpose, draw);
      Keyword keyword = chance.pick(keywords);
      String ticket = TicketWriter.write(shownWord(keyword, purpose, draw), chance);
      if ((Chance.hash(0, ticket) & 1) == parity && seen.add(ticket)) {
        Map<String, String> example = new LinkedHashMap<>();
        example.put(TICKET, ticket);
        example.putAll(labeller.labels(keyword, chance));
        examples.add(example);
      }
    }
    return examples;
  }

  /** Drawn apart, so that the same ticket is drawn whatever its keyword is called. */
  private String shownWord(Keyword keyword, String purpose, long draw) {
    List<String> words = shownWords.getOrDefault(keyword.word(), List.of(keyword.word()));
    return Chance.of(seed, purpose + " words", draw).pick(words);
  }
}
