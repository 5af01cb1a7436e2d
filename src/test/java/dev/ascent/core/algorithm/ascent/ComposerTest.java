package dev.ascent.core.algorithm.ascent;

import static dev.ascent.testing.TicketLessons.START;
import static dev.ascent.testing.TicketLessons.demo;
import static dev.ascent.testing.TicketLessons.rule;
import static dev.ascent.testing.TicketLessons.scored;
import static dev.ascent.testing.TicketLessons.seen;
import static dev.ascent.testing.TicketLessons.taught;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.guard.PromptCaps;
import dev.ascent.core.lesson.Knowledge;
import dev.ascent.core.lesson.Lesson;
import dev.ascent.core.lesson.Topic;
import dev.ascent.core.lesson.Vocabulary;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.program.Program;
import dev.ascent.core.random.Seeds;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.testing.TaskBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ComposerTest {
  private static final int PLENTY = 24;

  /** So many hardly cost anything. */
  private static final int LIGHT_RULES = 10;

  private static final int LIGHT_DEMOS = 8;

  /** Mean score of the program that was taught nothing. */
  private static final double START_MEAN = 0.3;

  private final List<Topic> topics = new ArrayList<>();

  @Test
  void eachTopicIsTaughtByTheLessonThatIsWorthMost() {
    Lesson poor = scored(rule(1, "a: x"), 8, 0.25);
    Lesson good = scored(rule(2, "a: y"), 8, 0.75);
    Lesson better = scored(demo(3, "b", "z"), 8, 1);
    Lesson worse = scored(rule(4, "b: y"), 8, 0);
    told("a", poor, good);
    told("b", better, worse);

    assertThat(best(PLENTY, PLENTY)).isEqualTo(programOf(good, better));
  }

  @Test
  void capsHoldAndTheLessonThatIsWorthLeastLosesItsPlace() {
    Lesson first = scored(rule(1, "a: x"), 8, 0.75);
    Lesson least = scored(rule(2, "b: x"), 8, 0.5);
    Lesson last = scored(rule(3, "c: x"), 8, 1);
    told("a", first);
    told("b", least);
    told("c", last);

    assertThat(best(3, 0)).isEqualTo(programOf(first, least, last));
    assertThat(best(2, 0)).isEqualTo(programOf(first, last));
    assertThat(best(0, PLENTY)).isEqualTo(START);
  }

  @Test
  void aTopicWhoseRuleFindsNoRoomIsTaughtByItsDemo() {
    Lesson rule = scored(rule(1, "a: x"), 8, 1);
    Lesson other = scored(rule(2, "b: x"), 8, 0.75);
    Lesson demo = scored(demo(3, "b", "x"), 8, 0.5);
    told("a", rule);
    told("b", other, demo);

    assertThat(best(1, 1)).isEqualTo(programOf(rule, demo));
  }

  @Test
  void aLessonThatIsWorthNothingIsNotTaught() {
    told("a", scored(rule(1, "a: x"), 30, 0.1));
    for (int i = 0; i < 30; i++) {
      topics.replaceAll(topic -> topic.scoredWithout(0.5));
    }

    assertThat(best(PLENTY, PLENTY)).isEqualTo(START);
  }

  @Test
  void topicsAreTaughtByBothKindsWhilePromptsAreShort() {
    for (int i = 1; i <= 12; i++) {
      told("word" + i, rule(i, "word" + i + ": x"), demo(20 + i, "word" + i, "x"));
    }
    Program best = best(PLENTY, PLENTY);

    assertThat(best.ruleCount()).isEqualTo(LIGHT_RULES);
    assertThat(best.demoCount()).isEqualTo(LIGHT_DEMOS);
    assertThat(best(3, PLENTY).ruleCount()).isEqualTo(3);
  }

  @Test
  void placesThatAreLeftGoToUntoldLessonsThoseOfTheLeaderFirst() {
    Lesson told = rule(1, "a: x");
    Lesson held = rule(2, "be brief", "e2");
    Lesson promising = scored(rule(3, "be kind", "e3"), 8, 1);
    told("a", told);
    untold(held);
    untold(promising);

    assertThat(best(START, 2, 0)).isEqualTo(programOf(told, promising));
    assertThat(best(taught(held), 2, 0)).isEqualTo(programOf(told, held));
    assertThat(best(taught(held), 3, 0)).isEqualTo(programOf(told, held, promising));
  }

  @Test
  void untoldDemosShowEachAnswerBeforeTheyShowOneAgain() {
    Lesson first = demo(1, "hello", "sales", "e1");
    Lesson same = demo(2, "hi", "sales", "e2");
    Lesson other = demo(3, "bye", "billing", "e3");
    untold(first);
    untold(same);
    untold(other);

    assertThat(best(0, 2)).isEqualTo(programOf(first, other));
    assertThat(best(0, 3)).isEqualTo(programOf(first, same, other));
  }

  @Test
  void aVariedLeaderHasAThirdOfItsUntoldLessonsExchanged() {
    Lesson told = rule(1, "a: x");
    List<Lesson> held = List.of(untold(2), untold(3), untold(4), untold(5));
    List<Lesson> others = List.of(untold(6), untold(7));
    told("a", told);
    held.forEach(this::untold);
    others.forEach(this::untold);
    Program leader = taught(Stream.concat(Stream.of(told), held.stream()).toArray(Lesson[]::new));

    Program varied = composer(PLENTY, 0).varied(leader, Seeds.generator(1)).orElseThrow();

    assertThat(told.isIn(varied)).isTrue();
    assertThat(held).filteredOn(lesson -> lesson.isIn(varied)).hasSize(2);
    assertThat(others).allMatch(lesson -> lesson.isIn(varied));
    assertThat(composer(4, 0).varied(leader, Seeds.generator(1)).orElseThrow().ruleCount())
        .isEqualTo(4);
  }

  @Test
  void differentMinibatchesVaryALeaderDifferently() {
    List<Lesson> held = List.of(untold(2), untold(3), untold(4));
    held.forEach(this::untold);
    untold(untold(5));
    Program leader = taught(held.toArray(Lesson[]::new));
    Composer composer = composer(PLENTY, 0);

    assertThat(
            Stream.iterate(1L, seed -> seed + 1)
                .limit(30)
                .map(seed -> composer.varied(leader, Seeds.generator(seed)).orElseThrow())
                .distinct())
        .hasSize(3);
  }

  @Test
  void aLeaderIsNotVariedWhereNothingElseIsKnown() {
    Lesson held = untold(1);
    untold(held);

    assertThat(composer(PLENTY, 0).varied(taught(held), Seeds.generator(1)))
        .isEqualTo(Optional.empty());
  }

  @Test
  void aReducedLeaderLacksTheThirdOfItsTopicsForWhichLeastSpeaks() {
    Lesson most = scored(rule(1, "a: x"), 8, 1);
    Lesson least = scored(rule(2, "b: x"), 8, 0.5);
    Lesson shown = demo(3, "b", "x");
    Lesson more = scored(rule(4, "c: x"), 8, 0.75);
    told("a", most);
    told("b", least, shown);
    told("c", more);

    assertThat(composer(PLENTY, PLENTY).reduced(taught(most, least, shown, more)))
        .isEqualTo(programOf(most, more));
  }

  @Test
  void ofTopicsThatAreWorthAlikeThoseLeaveThatProgramsRarelyWentWithout() {
    Lesson one = scored(rule(1, "a: x"), 8, 1);
    Lesson untested = scored(rule(2, "b: x"), 8, 1);
    Lesson other = scored(rule(3, "c: x"), 8, 1);
    told("a", one);
    told("b", untested);
    told("c", other);
    topics.replaceAll(
        topic -> topic.words().contains("b") ? topic : topic.scoredWithout(START_MEAN));

    assertThat(composer(PLENTY, 0).reduced(taught(one, untested, other)))
        .isEqualTo(programOf(one, other));
  }

  @Test
  void aLeaderOfTwoTopicsIsNotReduced() {
    Lesson one = rule(1, "a: x");
    Lesson two = rule(2, "b: x");
    told("a", one);
    told("b", two);

    assertThat(composer(PLENTY, 0).reduced(taught(one, two))).isEqualTo(programOf(one, two));
  }

  @Test
  void experimentsKeepToCapsThatWereLowered() {
    List<Lesson> held = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      held.add(rule(i, "word" + i + ": x"));
      told("word" + i, held.get(i - 1));
    }
    untold(untold(9));
    Program leader = taught(held.toArray(Lesson[]::new));
    Composer lowered = composer(2, 0);

    assertThat(lowered.reduced(leader).ruleCount()).isEqualTo(2);
    assertThat(lowered.varied(leader, Seeds.generator(1)).orElseThrow().ruleCount()).isEqualTo(2);
  }

  /** A topic that makes up a tenth of the examples. */
  private void told(String word, Lesson... lessons) {
    topics.add(seen(Topic.of(topics.size() + 1, Set.of(word), 0, List.of(lessons)), 10));
  }

  private static Lesson untold(int number) {
    return rule(number, "be brief " + number, "e" + number);
  }

  private void untold(Lesson lesson) {
    topics.add(Topic.of(topics.size() + 1, Set.of(), 0, List.of(lesson)));
  }

  private Program best(int maxRules, int maxDemos) {
    return best(START, maxRules, maxDemos);
  }

  private Program best(Program leader, int maxRules, int maxDemos) {
    return composer(maxRules, maxDemos).best(leader);
  }

  private Composer composer(int maxRules, int maxDemos) {
    Knowledge knowledge =
        new Knowledge(List.copyOf(topics), new Vocabulary(100, Map.of(), Map.of()), List.of());
    TaskDefinition definition = TaskBuilder.ascent().build();
    ScoredRollout run = new ScoredRollout(START.id(), "e0", RolloutStatus.SCORED, START_MEAN);
    Pool pool =
        Replay.preview(
            Pool.empty(definition.task()),
            List.of(new Change.Defined(definition), new Change.Credited(List.of(run))));
    return new Composer(
        knowledge,
        Worth.of(pool, knowledge),
        START,
        new PromptCaps(maxDemos, maxRules, Integer.MAX_VALUE));
  }

  /** What a composer makes of these lessons, oldest first. */
  private static Program programOf(Lesson... lessons) {
    return taught(lessons).descendedFrom(List.of(START.id()));
  }
}
