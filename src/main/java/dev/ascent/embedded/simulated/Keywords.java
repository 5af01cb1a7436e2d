package dev.ascent.embedded.simulated;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keywords and teams of tickets, and where texts name them. */
final class Keywords implements Knowledge {
  static final List<String> TEAMS =
      List.of("billing", "shipping", "accounts", "returns", "technical", "sales");

  private static final List<String> REMARKS =
      List.of(
          "The message describes one concern, and its subject decides.",
          "What the customer writes about points to one team more than to the others.",
          "Most of the text is circumstance; the subject itself is named once.",
          "Comparing the subject with what the teams do leaves one choice.");

  private final Map<String, Keyword> byWord;

  Keywords(List<Keyword> keywords) {
    Map<String, Keyword> words = new LinkedHashMap<>();
    keywords.forEach(keyword -> words.put(keyword.word(), keyword));
    byWord = words;
  }

  /** Keywords of a variant. Teams get equally many; words, teams and chances are independent. */
  static Keywords of(Variant variant, long seed) {
    int count = variant.keywordCount();
    List<String> words = Vocabulary.keywords(count, seed);
    List<String> teams = new ArrayList<>();
    List<Double> unaided = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      teams.add(TEAMS.get(i % TEAMS.size()));
      unaided.add(variant.unaided(i));
    }
    teams = Chance.of(seed, "teams", 0).shuffled(teams);
    unaided = Chance.of(seed, "unaided", 0).shuffled(unaided);
    List<Keyword> keywords = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keywords.add(new Keyword(words.get(i), teams.get(i), unaided.get(i)));
    }
    return new Keywords(keywords);
  }

  List<Keyword> all() {
    return List.copyOf(byWord.values());
  }

  @Override
  public String answerField() {
    return TicketWorld.TEAM;
  }

  @Override
  public boolean isTaskOutput(String field) {
    return field.equals(TicketWorld.TEAM);
  }

  @Override
  public List<String> answers() {
    return TEAMS;
  }

  @Override
  public Set<String> answersIn(String text) {
    return teamsIn(text);
  }

  @Override
  public Optional<Keyword> keywordOf(Sections inputs, String text) {
    return keywordIn(inputs.named(TicketWorld.TICKET).orElse(text));
  }

  @Override
  public String otherValue(String field, Sections inputs, Chance chance) {
    return chance.pick(REMARKS);
  }

  @Override
  public Phrasebook phrasebook() {
    return Phrasebook.TICKETS;
  }

  /** The first keyword that the text contains as a whole word. */
  @Override
  public Optional<Keyword> keywordIn(String text) {
    int start = -1;
    for (int i = 0; i <= text.length(); i++) {
      boolean inWord = i < text.length() && Character.isLetter(text.charAt(i));
      if (inWord && start < 0) {
        start = i;
      } else if (!inWord && start >= 0) {
        Keyword keyword = byWord.get(text.substring(start, i).toLowerCase(Locale.ROOT));
        if (keyword != null) {
          return Optional.of(keyword);
        }
        start = -1;
      }
    }
    return Optional.empty();
  }

  /** The teams that the text names as whole words, in the order in which they last appear. */
  static Set<String> teamsIn(String text) {
    Set<String> teams = new LinkedHashSet<>();
    for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}]+", -1)) {
      if (TEAMS.contains(word)) {
        teams.remove(word);
        teams.add(word);
      }
    }
    return teams;
  }
}
