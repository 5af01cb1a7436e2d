package dev.ascent.core.algorithm.ascent;

import static dev.ascent.testing.TicketLessons.START;
import static dev.ascent.testing.TicketLessons.demo;
import static dev.ascent.testing.TicketLessons.rule;
import static dev.ascent.testing.TicketLessons.scored;
import static dev.ascent.testing.TicketLessons.seen;
import static dev.ascent.testing.TicketLessons.taught;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ascent.core.lesson.Knowledge;
import dev.ascent.core.lesson.Lesson;
import dev.ascent.core.lesson.Topic;
import dev.ascent.core.lesson.Vocabulary;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.embedded.simulated.World;
import dev.ascent.testing.TaskBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WorthTest {
  private static final double START_MEAN = 0.4;
  private static final int EXAMPLES = 92;
  private static final Offset<Double> ROUNDING = within(1e-9);

  private static final Lesson RULE = rule(1, "refund: billing");
  private static final Lesson DEMO = demo(2, "a refund", "billing");

  @Test
  void aTopicsShareIsDrawnDownWhileItIsNew() {
    assertThat(Worth.share(refunds(20), EXAMPLES)).isEqualTo(20.5 / 100, ROUNDING);
    assertThat(Worth.share(seen(Topic.of(1, Set.of("a"), 90, List.of()), 2), EXAMPLES))
        .isEqualTo(2.5 / 10, ROUNDING);
    assertThat(Worth.share(seen(untold(RULE), 20), EXAMPLES)).isLessThan(0.05);
  }

  @Test
  void anUntriedLessonIsExpectedToCloseMostOfTheGapToAFullScore() {
    Topic topic = refunds(20, RULE, DEMO);
    double gap = 1 - START_MEAN;

    assertThat(worth(topic).of(topic, RULE)).isEqualTo(0.205 * 0.85 * gap, ROUNDING);
    assertThat(worth(topic).of(topic, DEMO)).isEqualTo(0.205 * 0.8 * gap, ROUNDING);
  }

  @Test
  void ofALessonOfWhichNobodyKnowsWhatItIsAboutLessIsExpected() {
    Topic topic = untold(RULE);

    assertThat(worth(topic).of(topic, RULE))
        .isPositive()
        .isLessThan(worth(topic).of(refunds(20, RULE), RULE) / 10);
  }

  @Test
  void scoresOutweighWhatWasExpected() {
    Lesson failing = scored(RULE, 8, 0.25);
    Topic topic = refunds(20, failing).scoredWithout(0.6);
    double before = (0.6 + START_MEAN) / 2;
    double expected = before + 0.85 * (1 - before);

    assertThat(worth(topic).of(topic, failing))
        .isEqualTo(0.205 * ((8 * 0.25 + 2 * expected) / 10 - before), ROUNDING)
        .isNegative();
  }

  @Test
  void aPromiseIsTheDifferenceOfWhatProgramsAreTaught() {
    Lesson parcels = rule(3, "parcel: delivery");
    Topic refunds = refunds(20, RULE);
    Topic parcel = seen(Topic.of(2, Set.of("parcel"), 0, List.of(parcels)), 5);
    Worth worth = worth(refunds, parcel);

    assertThat(worth.promise(taught(RULE, parcels), taught(parcels)))
        .isEqualTo(worth.of(refunds, RULE), ROUNDING);
    assertThat(worth.promise(START, taught(RULE))).isEqualTo(-worth.of(refunds, RULE), ROUNDING);
    assertThat(worth.promise(taught(rule(9, "not known")), START)).isZero();
  }

  @Test
  void ofTwoLessonsOnATopicTheOneCountsThatAProgramGoesBy() {
    Topic topic = refunds(20, RULE, DEMO);

    assertThat(worth(topic).promise(taught(RULE, DEMO), taught(RULE))).isZero();
  }

  @Test
  void lessonsCostOnceAPromptIsLong() {
    Worth worth = worth();

    assertThat(worth.costOfRule(9)).isZero();
    assertThat(worth.costOfRule(10)).isPositive();
    assertThat(worth.costOfDemo(7)).isZero();
    assertThat(worth.costOfDemo(8)).isPositive();
    assertThat(worth.promise(taught(rules(12)), START))
        .isEqualTo(-2 * worth.costOfRule(10), ROUNDING);
    assertThat(worth.promise(taught(demos(11)), START))
        .isEqualTo(-3 * worth.costOfDemo(8), ROUNDING);
  }

  @Test
  void aRuleForEachOfTwoModulesCostsWhatOneCosts() {
    Program start =
        TaskBuilder.ascent()
            .modules(World.named("two-modules", 1).modules())
            .build()
            .startProgram();
    Program taught = start;
    for (int i = 0; i < 12; i++) {
      Rule rule = new Rule("rule " + i, List.of("e" + i));
      taught = taught.withPredictors(predictor -> predictor.withRule(rule));
    }

    assertThat(worth().promise(taught, start)).isEqualTo(-2 * worth().costOfRule(10), ROUNDING);
  }

  @Test
  void aStartThatNeverRanIsTakenToScoreNothing() {
    Topic topic = refunds(20, RULE);
    Worth worth = Worth.of(opened(), knowledge(topic));

    assertThat(worth.of(topic, RULE)).isEqualTo(0.205 * 0.85, ROUNDING);
  }

  /** A topic of which that many examples were seen. */
  private static Topic refunds(int examples, Lesson... lessons) {
    return seen(Topic.of(1, Set.of("refund"), 0, List.of(lessons)), examples);
  }

  private static Topic untold(Lesson lesson) {
    return Topic.of(1, Set.of(), 0, List.of(lesson));
  }

  private static Lesson[] rules(int count) {
    return IntStream.range(0, count).mapToObj(i -> rule(i, "rule " + i)).toArray(Lesson[]::new);
  }

  private static Lesson[] demos(int count) {
    return IntStream.range(0, count).mapToObj(i -> demo(i, "demo " + i, "")).toArray(Lesson[]::new);
  }

  private static Pool opened() {
    return Replay.preview(
        Pool.empty("tickets"), List.of(new Change.Defined(TaskBuilder.ascent().build())));
  }

  private static Knowledge knowledge(Topic... topics) {
    return new Knowledge(List.of(topics), new Vocabulary(EXAMPLES, Map.of(), Map.of()), List.of());
  }

  private static Worth worth(Topic... topics) {
    ScoredRollout run = new ScoredRollout(START.id(), "e0", RolloutStatus.SCORED, START_MEAN);
    return Worth.of(
        Replay.preview(opened(), List.of(new Change.Credited(List.of(run)))), knowledge(topics));
  }
}
