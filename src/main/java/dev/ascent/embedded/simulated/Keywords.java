package dev.ascent.embedded.simulated;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The keywords that one decision depends on and its answers, and where texts name them. */
final class Keywords implements Knowledge {
  private static final List<String> REMARKS =
      List.of(
          "The message describes one concern, and its subject decides.",
          "What the customer writes about points to one team more than to the others.",
          "Most of the text is circumstance; the subject itself is named once.",
          "Comparing the subject with what the teams do leaves one choice.");

  private final Decision decision;
  private final List<Keyword> all;
  private final Map<String, Keyword> byShownWord;

  /** Keywords that questions show as they are. */
  Keywords(Decision decision, List<Keyword> all) {
    this(decision, all, all.stream().collect(Collectors.toMap(Keyword::word, keyword -> keyword)));
  }

  /**
   * Keywords that questions show in other words.
   *
   * @param byShownWord every word in lower case that stands for a keyword in a question
   */
  Keywords(Decision decision, List<Keyword> all, Map<String, Keyword> byShownWord) {
    this.decision = decision;
    this.all = List.copyOf(all);
    this.byShownWord = Map.copyOf(byShownWord);
  }

  List<Keyword> all() {
    return all;
  }

  @Override
  public String answerField() {
    return decision.output();
  }

  @Override
  public boolean isTaskOutput(String field) {
    return field.equals(decision.output());
  }

  @Override
  public List<String> answers() {
    return decision.answers();
  }

  @Override
  public Optional<Keyword> keywordOf(Sections inputs, String text) {
    return keywordIn(inputs.named(decision.input()).orElse(text));
  }

  @Override
  public Optional<Keyword> keywordOfAttempts(Sections sections) {
    return decision.origin().keywordOfAttempts(sections, this);
  }

  @Override
  public String otherValue(String field, Sections inputs, Chance chance) {
    return chance.pick(REMARKS);
  }

  @Override
  public Phrasebook phrasebook() {
    return decision.phrasebook();
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
        Keyword keyword = byShownWord.get(text.substring(start, i).toLowerCase(Locale.ROOT));
        if (keyword != null) {
          return Optional.of(keyword);
        }
        start = -1;
      }
    }
    return Optional.empty();
  }

  /** The answers that the text names as whole words, in the order in which they last appear. */
  @Override
  public Set<String> answersIn(String text) {
    Set<String> named = new LinkedHashSet<>();
    for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}]+", -1)) {
      if (decision.answers().contains(word)) {
        named.remove(word);
        named.add(word);
      }
    }
    return named;
  }
}
