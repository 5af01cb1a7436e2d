package dev.ascent.core.algorithm.ascent;

import static dev.ascent.testing.TicketLessons.START;
import static dev.ascent.testing.TicketLessons.demo;
import static dev.ascent.testing.TicketLessons.rule;
import static dev.ascent.testing.TicketLessons.scored;
import static dev.ascent.testing.TicketLessons.seen;
import static dev.ascent.testing.TicketLessons.taught;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ascent.core.lesson.Knowledge;
import dev.ascent.core.lesson.Lesson;
import dev.ascent.core.lesson.Scores;
import dev.ascent.core.lesson.Topic;
import dev.ascent.core.lesson.Vocabulary;
import dev.ascent.core.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StudyTest {
  private static final double LEADER_MEAN = 0.8;

  /** Of 100 examples; "urgent" is common, what is missing here is rare. */
  private static final Vocabulary VOCABULARY =
      new Vocabulary(100, Map.of("refund", 8, "express", 6, "urgent", 40), Map.of());

  private static final Lesson REFUNDS = rule(1, "refund: billing", "e90");
  private static final Lesson EXPRESS = rule(2, "express: delivery", "e91");

  @Test
  void aRolloutCountsForTheLessonOfTheMostSpecificTopicAndForNothingElse() {
    Topic common = seen(topic(1, "refund", REFUNDS), 20);
    Topic special = seen(topic(2, "express", EXPRESS), 3);
    Program both = taught(REFUNDS, EXPRESS);
    TicketStep step =
        new TicketStep().ticket("e1", "refund of an express parcel").scored(both, 1, "e1");

    Knowledge after = studied(step, common, special);

    assertThat(scores(after, EXPRESS)).isEqualTo(new Scores(1, 1));
    assertThat(scores(after, REFUNDS)).isEqualTo(Scores.NONE);
    assertThat(after.topics()).extracting(Topic::without).containsOnly(Scores.NONE);
    assertThat(after.topics()).extracting(Topic::seen).containsExactly(21, 4);
  }

  @Test
  void aRolloutCountsForTheOnlyLessonThatItsProgramHoldsThoughOthersAreMoreSpecific() {
    Topic common = seen(topic(1, "refund", REFUNDS), 20);
    Topic special = seen(topic(2, "express", EXPRESS), 3);
    TicketStep step =
        new TicketStep()
            .ticket("e1", "refund of an express parcel")
            .scored(taught(REFUNDS), 0.5, "e1");

    Knowledge after = studied(step, common, special);

    assertThat(scores(after, REFUNDS)).isEqualTo(new Scores(1, 0.5));
    assertThat(after.topics()).extracting(Topic::without).containsOnly(Scores.NONE);
  }

  @Test
  void aRolloutOfAProgramThatHoldsNoLessonCountsForGoingWithout() {
    TicketStep step =
        new TicketStep()
            .ticket("e1", "refund of an express parcel")
            .ticket("e2", "my password")
            .scored(START, 0.25, "e1", "e2");

    Knowledge after = studied(step, topic(1, "refund", REFUNDS), topic(2, "express", EXPRESS));

    assertThat(after.topics()).extracting(Topic::without).containsOnly(new Scores(1, 0.25));
    assertThat(scores(after, REFUNDS)).isEqualTo(Scores.NONE);
  }

  @Test
  void aLessonsOwnSourceDoesNotCountForIt() {
    Lesson own = rule(1, "refund: billing", "e1");
    TicketStep step =
        new TicketStep()
            .ticket("e1", "a refund")
            .ticket("e2", "another refund")
            .scored(taught(own), 1, "e1", "e2");

    Knowledge after = studied(step, topic(1, "refund", own));

    assertThat(scores(after, own)).isEqualTo(new Scores(1, 1));
    assertThat(after.topics().get(0).without()).isEqualTo(Scores.NONE);
  }

  @Test
  void ofARuleOfWhichNobodyKnowsWhatElseItIsAboutItsOwnSourceIsAllThereIs() {
    Lesson rule = rule(1, "be brief", "e1");
    Lesson demo = demo(2, "hello", "sales", "e2");
    TicketStep step =
        new TicketStep()
            .ticket("e1", "a refund")
            .ticket("e2", "hello")
            .scored(taught(rule, demo), 1, "e1", "e2");

    Knowledge after = studied(step, untold(1, rule), untold(2, demo));

    assertThat(scores(after, rule)).isEqualTo(new Scores(1, 1));
    assertThat(scores(after, demo)).isEqualTo(Scores.NONE);
  }

  @Test
  void faultsCountForNothing() {
    TicketStep step =
        new TicketStep()
            .ticket("e1", "a refund")
            .faulted(taught(REFUNDS), "e1")
            .faulted(START, "e1");

    Knowledge after = studied(step, topic(1, "refund", REFUNDS));

    assertThat(scores(after, REFUNDS)).isEqualTo(Scores.NONE);
    assertThat(after.topics().get(0).without()).isEqualTo(Scores.NONE);
  }

  @Test
  void aNewLessonOpensTheTopicThatItsWordsTellAndTheStepCountsForThat() {
    TicketStep step =
        new TicketStep()
            .ticket("e1", "urgent refund for me")
            .ticket("e2", "urgent refund for us")
            .ticket("e3", "my password")
            .scored(START, 0, "e1", "e2", "e3")
            .rule(START, "e1", "urgent or not, a refund goes to billing");

    Knowledge after = studied(step);

    assertThat(after.topics()).hasSize(1);
    Topic opened = after.topics().get(0);
    assertThat(opened.words()).containsExactly("refund");
    assertThat(opened.seen()).isEqualTo(2);
    assertThat(opened.labels()).containsValue(2);
    assertThat(opened.without())
        .as("all but what the lesson came from")
        .isEqualTo(new Scores(1, 0));
  }

  @Test
  void aNewLessonJoinsTheTopicThatItsWordsTell() {
    Lesson poor = scored(REFUNDS, 8, 0);
    TicketStep step =
        new TicketStep()
            .ticket("e1", "a refund")
            .scored(taught(poor), 0, "e1")
            .rule(taught(poor), "e1", "refund tickets are for sales")
            .demo(taught(poor), "e1");

    Knowledge after = studied(step, topic(1, "refund", poor));

    assertThat(after.topics()).hasSize(1);
    assertThat(after.topics().get(0).lessons())
        .extracting(Lesson::number, Lesson::isRule)
        .containsExactly(tuple(1, true), tuple(2, true), tuple(3, false));
  }

  @Test
  void theWorstOfThreeLessonsOfAKindLeavesAndAGoodOneLetsNoOtherIn() {
    Lesson worst = scored(rule(1, "refund: delivery", "e90"), 8, 0);
    Lesson poor = scored(rule(2, "refund: support", "e91"), 8, 0.25);
    Lesson good = scored(rule(3, "refund: support", "e91"), 8, 0.75);
    TicketStep step =
        new TicketStep()
            .ticket("e1", "a refund")
            .scored(START, 0, "e1")
            .rule(START, "e1", "refund tickets are for sales");

    assertThat(studied(step, topic(1, "refund", worst, poor)).topics().get(0).lessons())
        .extracting(Lesson::number)
        .containsExactly(2, 3);
    assertThat(studied(step, topic(1, "refund", worst, good)).topics().get(0).lessons())
        .containsExactly(worst, good);
  }

  @Test
  void whatAProgramHoldsIsKeptWhereTheWorstLeaves() {
    Lesson held = scored(rule(1, "refund: delivery", "e90"), 8, 0);
    Lesson other = scored(rule(2, "refund: support", "e91"), 8, 0.25);

    assertThat(afterFailureOf(taught(held), held, other)).containsExactly(1, 3);
    assertThat(afterFailureOf(taught(held, other), held, other)).containsExactly(1, 2);
  }

  private static List<Integer> afterFailureOf(Program program, Lesson... lessons) {
    TicketStep step =
        new TicketStep()
            .ticket("e1", "a refund")
            .scored(program, 0, "e1")
            .rule(program, "e1", "refund tickets are for sales");
    return lessons(studied(step, topic(1, "refund", lessons))).stream()
        .map(Lesson::number)
        .toList();
  }

  @Test
  void whatAProgramHoldsIsKeptWhenItsTopicTurnsOutToBeOneThatHasAGoodLesson() {
    Lesson good = scored(rule(2, "refund: support", "e91"), 8, 1);
    Topic sharpened = Topic.of(1, Set.of("refund", "urgent"), 0, List.of(REFUNDS));
    TicketStep step = new TicketStep().ticket("e1", "password").scored(taught(REFUNDS), 1, "e1");

    Knowledge after = studied(step, sharpened, topic(2, "refund", good));

    assertThat(lessons(after)).extracting(Lesson::number).containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void whatIsKnownAlreadyIsNotLearnedAsNew() {
    TicketStep step =
        new TicketStep()
            .ticket("e1", "a refund")
            .scored(START, 0, "e1")
            .rule(START, "e1", "refund tickets are for sales");
    Lesson known = scored(rule(1, "refund tickets are for sales", "e1"), 8, 0);

    assertThat(lessons(studied(step, topic(1, "refund", known)))).containsExactly(known);
  }

  @Test
  void whatALessonTeachesWellIsNotLearnedAgainAndWhatIsUntriedIs() {
    Lesson good = scored(REFUNDS, 8, 0.75);
    TicketStep step = new TicketStep().ticket("e1", "a refund");
    step.rule(taught(good), "e1", "be brief").rule(taught(good), "e1", "be kind");

    assertThat(studied(step, topic(1, "refund", good)).topics()).hasSize(1);
    assertThat(studied(step, topic(1, "refund", REFUNDS)).topics()).hasSize(3);
  }

  @Test
  void aRuleThatNamesNothingOfItsExampleGetsATopicOfItsOwn() {
    TicketStep step =
        new TicketStep()
            .ticket("e1", "a refund")
            .scored(START, 0, "e1")
            .rule(START, "e1", "be brief")
            .demo(START, "e1");

    Knowledge after = studied(step);

    assertThat(after.topics()).hasSize(2).noneMatch(Topic::isTold);
    assertThat(after.topics()).extracting(topic -> topic.lessons().size()).containsOnly(1);
  }

  @Test
  void whatIsLearnedTwiceOfAnExampleThatNothingTellsIsKnownOnce() {
    Knowledge once = studied(failureOf("e1"));
    Topic[] known = once.topics().toArray(Topic[]::new);

    assertThat(lessons(studied(failureOf("e1"), known))).hasSize(2).isEqualTo(lessons(once));
    assertThat(lessons(studied(failureOf("e2"), known))).as("of another example").hasSize(4);
  }

  private static TicketStep failureOf(String example) {
    return new TicketStep()
        .ticket(example, "a refund")
        .scored(START, 0, example)
        .rule(START, example, "be brief")
        .demo(START, example);
  }

  @Test
  void anExampleAtOddsWithItsTopicsLabelsIsNotLearnedFrom() {
    Topic known = topic(1, "refund", scored(REFUNDS, 8, 0));
    for (int i = 0; i < 6; i++) {
      known = known.seen(Map.of("team", "billing"));
    }

    assertThat(lessons(studied(refundFor("sales"), known))).hasSize(1);
    assertThat(lessons(studied(refundFor("billing"), known))).hasSize(2);
  }

  private static TicketStep refundFor(String team) {
    return new TicketStep()
        .ticket("e1", "a refund", team)
        .scored(START, 0, "e1")
        .rule(START, "e1", "refund tickets are for " + team);
  }

  @Test
  void whatIsNotProvenIsNotLearned() {
    TicketStep step = refundFor("billing");

    assertThat(new Study(known(), step.outcome(), LEADER_MEAN, proposal -> false).after().topics())
        .isEmpty();
  }

  @Test
  void aTopicWhoseWordTurnsOutCommonBeginsAgain() {
    Topic before =
        seen(Topic.of(1, Set.of("refund", "urgent"), 0, List.of(scored(REFUNDS, 8, 1))), 30);
    TicketStep step = new TicketStep().ticket("e1", "urgent password");

    Knowledge after = studied(step, before);

    assertThat(after.topics()).hasSize(1);
    Topic again = after.topics().get(0);
    assertThat(again.words()).containsExactly("refund");
    assertThat(again.seen()).isZero();
    assertThat(again.since()).isEqualTo(VOCABULARY.examples());
    assertThat(again.lessons()).containsExactly(REFUNDS);
  }

  @Test
  void aTopicNoneOfWhoseWordsTellsAnyMoreIsUntold() {
    Knowledge after =
        studied(new TicketStep().ticket("e1", "password"), topic(1, "urgent", REFUNDS));

    assertThat(after.topics()).hasSize(1).noneMatch(Topic::isTold);
    assertThat(lessons(after)).containsExactly(REFUNDS);
  }

  @Test
  void demosOfUntoldTopicsJoinTheTopicThatTheyShow() {
    Lesson shown = demo(2, "I want a refund", "billing", "e91");
    Lesson other = demo(3, "hello", "sales", "e92");

    Knowledge after =
        studied(
            new TicketStep().ticket("e1", "password"),
            topic(1, "refund", REFUNDS),
            untold(2, shown),
            untold(3, other));

    assertThat(after.topics()).hasSize(2);
    assertThat(after.topics().get(0).lessons()).containsExactly(REFUNDS, shown);
    assertThat(after.topics().get(1).lessons()).containsExactly(other);
  }

  @Test
  void aDemoIsNotLostIfTheTopicThatItShowsBeginsAgainToo() {
    Lesson shown = demo(2, "urgent refund", "billing", "e91");
    Topic sharpened = Topic.of(2, Set.of("refund", "urgent"), 0, List.of(REFUNDS));

    Knowledge after =
        studied(new TicketStep().ticket("e1", "password"), topic(1, "urgent", shown), sharpened);

    assertThat(lessons(after)).containsExactlyInAnyOrder(REFUNDS, shown);
    assertThat(after.topics()).extracting(Topic::words).containsExactly(Set.of("refund"));
  }

  @Test
  void ofManyLessonsThatNothingTellsTheOldestAreForgottenUnlessAProgramHoldsThem() {
    List<Topic> many =
        IntStream.rangeClosed(1, 30)
            .mapToObj(i -> untold(i, rule(i, "be brief " + i, "e" + (100 + i))))
            .toList();
    Lesson first = many.get(0).lessons().get(0);
    TicketStep step = new TicketStep().ticket("e1", "password").scored(taught(first), 1, "e1");

    Knowledge after = studied(step, many.toArray(Topic[]::new));

    List<Integer> kept = new ArrayList<>(List.of(1));
    IntStream.rangeClosed(8, 30).forEach(kept::add);
    assertThat(after.topics()).extracting(Topic::number).containsExactlyElementsOf(kept);
  }

  private static Topic topic(int number, String word, Lesson... lessons) {
    return Topic.of(number, Set.of(word), 0, List.of(lessons));
  }

  private static Topic untold(int number, Lesson lesson) {
    return Topic.of(number, Set.of(), 0, List.of(lesson));
  }

  private static Knowledge known(Topic... topics) {
    return new Knowledge(List.of(topics), VOCABULARY, List.of());
  }

  private static Knowledge studied(TicketStep step, Topic... topics) {
    return new Study(known(topics), step.outcome(), LEADER_MEAN, proposal -> true).after();
  }

  private static List<Lesson> lessons(Knowledge knowledge) {
    return knowledge.topics().stream().flatMap(topic -> topic.lessons().stream()).toList();
  }

  private static Scores scores(Knowledge after, Lesson lesson) {
    return lessons(after).stream()
        .filter(known -> known.number() == lesson.number())
        .map(Lesson::scores)
        .findFirst()
        .orElseThrow();
  }
}
