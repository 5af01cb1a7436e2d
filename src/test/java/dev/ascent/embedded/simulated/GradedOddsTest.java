package dev.ascent.embedded.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GradedOddsTest {
  private static final int WORDS = 24;
  private static final GradedWorld WORLD = new GradedWorld(3);
  private static final double ATTAINABLE = WORLD.attainable();

  /**
   * Where all words are alike, a choice is how many get nothing, a demo, one rule, two rules, or a
   * demo and one rule.
   */
  @Test
  void attainableIsTheBestOfAllChoicesForWordsThatAreAlike() {
    for (double own : List.of(0.1, 0.5, 0.8)) {
      double best = 0;
      for (int demos = 0; demos <= WORDS; demos++) {
        for (int single = 0; demos + single <= WORDS; single++) {
          for (int twice = 0; demos + single + twice <= WORDS; twice++) {
            for (int mixed = 0; demos + single + twice + mixed <= WORDS; mixed++) {
              best = Math.max(best, mean(own, demos, single, twice, mixed));
            }
          }
        }
      }

      assertThat(GradedOdds.best(alike(own))).isCloseTo(best, within(1e-12));
    }
  }

  @Property(tries = 100)
  void noChoiceBeatsAttainable(@ForAll @IntRange(max = 1_000_000) int draw) {
    Chance chance = Chance.of(9, "choice", draw);
    double ruleShare = chance.unit();
    double demoShare = chance.unit();
    Map<String, String> demos = right(WORLD.teams(), demoShare, chance);
    Map<String, String> demosToo = new HashMap<>();
    WORLD.priorities().stream()
        .filter(keyword -> demos.containsKey(keyword.word()))
        .forEach(keyword -> demosToo.put(keyword.word(), keyword.team()));
    Map<String, String> rules = right(WORLD.teams(), ruleShare, chance);
    Map<String, String> rulesToo = right(WORLD.priorities(), ruleShare, chance);
    int count = rules.size() + rulesToo.size();

    double mean =
        GradedOdds.mean(
            List.of(WORLD.teams(), WORLD.priorities()),
            List.of(
                new Lessons(rules, count, demos, demos.size()),
                new Lessons(rulesToo, count, demosToo, demos.size())));

    assertThat(mean).isLessThanOrEqualTo(ATTAINABLE + 1e-12);
  }

  private static Map<String, String> right(List<Keyword> keywords, double share, Chance chance) {
    Map<String, String> right = new HashMap<>();
    for (Keyword keyword : keywords) {
      if (chance.happens(share)) {
        right.put(keyword.word(), keyword.team());
      }
    }
    return right;
  }

  /** The mean as the documentation puts it. */
  private static double mean(double own, int demos, int single, int twice, int mixed) {
    int rules = single + 2 * twice + mixed;
    double penalty = 0.005 * (Math.max(0, rules - 10) + Math.max(0, demos + mixed - 8));
    int untaught = 2 * (WORDS - demos - single - twice - mixed) + single;
    double sum =
        untaught * Math.max(0, own - penalty)
            + (2 * demos + mixed) * (0.9 - penalty)
            + rules * (0.95 - penalty);
    return sum / (2 * WORDS);
  }

  private static List<List<Keyword>> alike(double own) {
    List<Keyword> keywords = new ArrayList<>();
    for (int i = 0; i < WORDS; i++) {
      keywords.add(new Keyword("word" + (char) ('a' + i), "sales", own));
    }
    return List.of(keywords, keywords);
  }
}
