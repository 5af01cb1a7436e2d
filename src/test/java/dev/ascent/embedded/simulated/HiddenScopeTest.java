package dev.ascent.embedded.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ascent.core.program.Demo;
import dev.ascent.embedded.simulated.Phrasebook.Rule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HiddenScopeTest {
  private static final int SYNONYMS = 4;
  private static final long SEED = 11;

  private final TicketWorld world = new TicketWorld(Variant.HIDDEN_SCOPE, SEED);
  private final Keyword keyword = world.keywords().get(0);

  @Test
  void keywordsAreThoseOfTheBaseWorld() {
    assertThat(world.keywords()).isEqualTo(new TicketWorld(Variant.BASE, SEED).keywords());
  }

  @Test
  void ticketsShowOneOfTheSynonymsAndNeverTheKeyword() {
    List<String> words = world.keywords().stream().map(Keyword::word).toList();
    Map<String, Set<String>> teamsByShownWord = new HashMap<>();

    for (Map<String, String> example : world.examples(3000)) {
      String ticket = example.get("ticket");
      List<String> shown = synonyms().stream().filter(ticket::contains).toList();
      assertThat(words).noneMatch(ticket::contains);
      assertThat(shown).hasSize(1);
      teamsByShownWord
          .computeIfAbsent(shown.get(0), word -> new HashSet<>())
          .add(example.get("team"));
    }

    assertThat(teamsByShownWord).hasSize(words.size() * SYNONYMS);
    assertThat(teamsByShownWord.values()).allSatisfy(teams -> assertThat(teams).hasSize(1));
  }

  @Test
  void aDemoOfOneSynonymTeachesAboutAll() {
    Demo demo = Prompts.demo("the " + synonyms().get(0) + " again", keyword.team());

    double gain = (Odds.RIGHT_DEMO - keyword.unaided()) / world.keywords().size();
    assertThat(accuracy("", List.of(demo))).isCloseTo(world.start() + gain, within(1e-12));
    for (String synonym : synonyms().subList(0, SYNONYMS)) {
      Prompt prompt = Prompts.ascent("Name the team.", List.of(demo), "my " + synonym);
      assertThat(shareRight(prompt)).isCloseTo(Odds.RIGHT_DEMO, within(0.04));
    }
  }

  @Test
  void aRuleCountsWhereItNamesTheKeywordItself() {
    String rule = "Any ticket about %s goes to " + keyword.team() + ".";

    double gain = (Odds.RIGHT_RULE - keyword.unaided()) / world.keywords().size();
    assertThat(accuracy(rule.formatted(keyword.word()), List.of()))
        .isCloseTo(world.start() + gain, within(1e-12));
    assertThat(accuracy(rule.formatted(synonyms().get(0)), List.of())).isEqualTo(world.start());
  }

  @Test
  void adviceNamesTheKeywordItself() {
    Map<String, String> inputs = Map.of("expected_outputs", "{\"team\": \"returns\"}");
    Question question = world.read(Prompts.advice("my " + synonyms().get(1), inputs));

    List<Phrasebook.Advice> advice =
        IntStream.range(0, 100)
            .mapToObj(i -> Phrasebook.TICKETS.read(question.answer(i)))
            .flatMap(List::stream)
            .toList();

    assertThat(advice).contains(new Rule(keyword.word(), "returns"));
    assertThat(advice)
        .filteredOn(Rule.class::isInstance)
        .extracting(rule -> ((Rule) rule).keyword())
        .containsOnly(keyword.word());
  }

  /** Of all keywords, those of the first one first. */
  private List<String> synonyms() {
    int count = world.keywords().size();
    List<String> words = Vocabulary.keywords(count * (1 + SYNONYMS), SEED);
    return words.subList(count, words.size());
  }

  private double accuracy(String instructions, List<Demo> demos) {
    return world.accuracy(List.of(new ShownPredictor(instructions, demos)));
  }

  private double shareRight(Prompt prompt) {
    Question question = world.read(prompt);
    int draws = 1500;
    return IntStream.range(0, draws)
            .filter(i -> question.answer(i).contains(keyword.team()))
            .count()
        / (double) draws;
  }
}
