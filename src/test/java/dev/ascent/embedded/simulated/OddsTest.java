package dev.ascent.embedded.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OddsTest {

  @ParameterizedTest
  @CsvSource({
    "base, 0.45, 0.920833",
    "no-success, 0, 0.903333",
    "bad-advice, 0.45, 0.920833",
    "six-keywords, 0.433333, 0.95",
    "96-keywords, 0.45, 0.670833",
    "wrong-labels, 0.45, 0.920833",
    "hidden-scope, 0.45, 0.920833",
    "graded, 0.441667, 0.880417",
    "two-modules, 0.257333, 0.875583",
  })
  void startAndAttainableFollowFromTheVariant(String name, double start, double attainable) {
    World world = World.named(name, 5);

    assertThat(world.start()).isCloseTo(start, within(1e-6));
    assertThat(world.attainable()).isCloseTo(attainable, within(1e-6));
  }

  /**
   * Keywords of one probability are interchangeable, so that all choices for 24 keywords are the
   * numbers of rules and demos for each of four probabilities: 28 to the power of 4.
   */
  @Test
  void attainableIsTheBestOfAllChoices() {
    List<Keyword> keywords = new TicketWorld(Variant.BASE, 3).keywords();
    List<List<Keyword>> groups =
        List.copyOf(keywords.stream().collect(Collectors.groupingBy(Keyword::unaided)).values());

    assertThat(best(groups, 0, Lessons.NONE)).isCloseTo(Odds.best(keywords), within(1e-12));
  }

  @Property(tries = 200)
  void noChoiceBeatsAttainable(@ForAll @IntRange(max = 1_000_000) int draw) {
    List<Keyword> keywords = new TicketWorld(Variant.MANY_KEYWORDS, 3).keywords();
    Chance chance = Chance.of(9, "choice", draw);
    double ruleShare = chance.unit();
    double demoShare = chance.unit();
    Lessons lessons = Lessons.NONE;
    for (Keyword keyword : keywords) {
      lessons = chance.happens(ruleShare) ? withRules(lessons, List.of(keyword)) : lessons;
      lessons = chance.happens(demoShare) ? withDemos(lessons, List.of(keyword)) : lessons;
    }

    assertThat(Odds.mean(keywords, lessons)).isLessThanOrEqualTo(Odds.best(keywords) + 1e-12);
  }

  @Test
  void aRuleBeatsADemo() {
    Keyword keyword = new Keyword("drovikant", "sales", 0.3);
    Lessons right = withRules(Lessons.NONE, List.of(keyword));
    Lessons wrongDemo = new Lessons(right.ruleTeams(), 1, Map.of("drovikant", "billing"), 1);
    Lessons wrongRule =
        new Lessons(Map.of("drovikant", "billing"), 1, Map.of("drovikant", "sales"), 1);

    assertThat(Odds.right(keyword, wrongDemo)).isEqualTo(0.95);
    assertThat(Odds.right(keyword, wrongRule)).isEqualTo(0.05);
  }

  @Test
  void everyLessonBeyondTheFreeOnesCosts() {
    Keyword keyword = new Keyword("drovikant", "sales", 0.3);

    assertThat(Odds.right(keyword, new Lessons(Map.of(), 10, Map.of(), 8))).isEqualTo(0.3);
    assertThat(Odds.right(keyword, new Lessons(Map.of(), 12, Map.of(), 9)))
        .isCloseTo(0.285, within(1e-12));
    assertThat(Odds.right(keyword, new Lessons(Map.of(), 200, Map.of(), 0))).isZero();
  }

  private static double best(List<List<Keyword>> groups, int group, Lessons lessons) {
    if (group == groups.size()) {
      return Odds.mean(groups.stream().flatMap(List::stream).toList(), lessons);
    }
    List<Keyword> members = groups.get(group);
    double best = 0;
    for (int rules = 0; rules <= members.size(); rules++) {
      for (int demos = 0; rules + demos <= members.size(); demos++) {
        Lessons more = withRules(lessons, members.subList(0, rules));
        more = withDemos(more, members.subList(rules, rules + demos));
        best = Math.max(best, best(groups, group + 1, more));
      }
    }
    return best;
  }

  private static Lessons withRules(Lessons lessons, List<Keyword> keywords) {
    return new Lessons(
        extended(lessons.ruleTeams(), keywords),
        lessons.ruleCount() + keywords.size(),
        lessons.demoTeams(),
        lessons.demoCount());
  }

  private static Lessons withDemos(Lessons lessons, List<Keyword> keywords) {
    return new Lessons(
        lessons.ruleTeams(),
        lessons.ruleCount(),
        extended(lessons.demoTeams(), keywords),
        lessons.demoCount() + keywords.size());
  }

  private static Map<String, String> extended(Map<String, String> teams, List<Keyword> keywords) {
    Map<String, String> extended = new HashMap<>(teams);
    keywords.forEach(keyword -> extended.put(keyword.word(), keyword.team()));
    return extended;
  }
}
