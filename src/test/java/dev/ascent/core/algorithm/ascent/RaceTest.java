package dev.ascent.core.algorithm.ascent;

import static dev.ascent.testing.TicketLessons.START;
import static dev.ascent.testing.TicketLessons.demo;
import static dev.ascent.testing.TicketLessons.rule;
import static dev.ascent.testing.TicketLessons.taught;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.algorithm.Sampling;
import dev.ascent.core.guard.PromptTokens;
import dev.ascent.core.lesson.Knowledge;
import dev.ascent.core.lesson.Lesson;
import dev.ascent.core.lesson.Recalls;
import dev.ascent.core.lesson.Topic;
import dev.ascent.core.lesson.Vocabulary;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.PooledProgram;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.pool.Replayed;
import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Program;
import dev.ascent.core.random.Seeds;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.testing.TaskBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RaceTest {
  private static final Lesson SALES = demo(1, "a quote please", "sales", "a");
  private static final Lesson MORE_SALES = demo(2, "what does it cost", "sales", "b");
  private static final Lesson BILLING = demo(3, "charged twice", "billing", "c");
  private static final Lesson MORE_BILLING = demo(4, "the invoice is late", "billing", "d");
  private static final Lesson RULE = rule(5, "refunds are for billing", "e");

  private static final Program LEADER = taughtInOrder(SALES, MORE_SALES, BILLING);
  private static final Program LATE = taughtInOrder(BILLING, SALES, MORE_SALES);
  private static final Program BALANCED = taughtInOrder(SALES, BILLING, MORE_SALES, MORE_BILLING);

  private TaskDefinition definition = TaskBuilder.ascent().build();
  private Pool pool;

  @BeforeEach
  void aLeaderIsAnArrangement() {
    JournalEntry opened =
        new JournalEntry("tickets", 1, "run-1", "test", List.of(new Change.Defined(definition)));
    pool = ((Replayed.Applied) Replay.apply(Pool.empty("tickets"), opened)).pool();
    know(SALES, MORE_SALES, BILLING, MORE_BILLING);
    join(LEADER);
    change(new Change.Led(LEADER.id()));
  }

  @Test
  void theProgramThatIsRightMostEvenlyLeadsAndTheSecondStays() {
    join(LATE);
    join(BALANCED);
    concludeWith(scored(LEADER, 2, 0), scored(LATE, 3, 0), scored(BALANCED, 2, 2));
    assertThat(pool.leader()).isEqualTo(BALANCED.id());
    assertThat(pool.holds(LATE.id())).as("the second").isTrue();
    assertThat(pool.holds(LEADER.id())).as("the third").isFalse();
  }

  @Test
  void ofTwoThatAreRightAsOftenTheOneLeadsThatLeansToNoAnswer() {
    join(BALANCED);
    concludeWith(scored(LEADER, 4, 0), scored(BALANCED, 2, 2));
    assertThat(pool.leader()).isEqualTo(BALANCED.id());
  }

  @Test
  void ofTwoThatAreRightAsOftenTheOneLeadsThatAnswersAsIsDue() {
    join(BALANCED);
    TicketStep step = tickets();
    for (Program program : List.of(LEADER, BALANCED)) {
      scored(step, new Result(program, 2, 2));
    }
    for (int i = 0; i < 4; i++) {
      step.said(LEADER, "billing", "billing" + i).said(LEADER, "billing", "sales" + i);
      step.said(BALANCED, "billing", "billing" + i).said(BALANCED, "sales", "sales" + i);
    }
    conclude(step);

    assertThat(pool.leader()).isEqualTo(BALANCED.id());
  }

  @Test
  void freePlacesGoToNewArrangementsOfTheLeader() {
    concludeWith(scored(LEADER, 4, 0));
    List<PooledProgram> challengers = Roles.challengers(pool);
    assertThat(challengers).hasSize(Race.CHALLENGERS).doesNotHaveDuplicates();
    assertThat(new AscentAlgorithm(definition).rolloutsPerExample(pool))
        .as("all of them run beside the leader, the champion and two probes of a rule")
        .isEqualTo(Race.CHALLENGERS + 1 + 1 + 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"billing", "sales"})
  void newArrangementsShowLastWhatTheModelDoesNotLeanTo(String said) {
    TicketStep step = tickets();
    scored(step, said.equals("billing") ? scored(LEADER, 4, 0) : scored(LEADER, 0, 4));
    for (int i = 0; i < 4; i++) {
      step.said(LEADER, said, "billing" + i).said(LEADER, said, "sales" + i);
    }
    conclude(step);

    assertThat(Roles.challengers(pool))
        .as("beside the one that shows more")
        .filteredOn(c -> c.program().demoCount() == LEADER.demoCount())
        .hasSize(Race.CHALLENGERS - 1)
        .allSatisfy(c -> assertThat(lastShown(c.program())).isNotEqualTo(said));
  }

  private static String lastShown(Program program) {
    List<Demo> demos = program.predictors().get(0).demos();
    return demos.get(demos.size() - 1).outputs().get("team");
  }

  @Test
  void whatWasSeenInEarlierStepsCounts() {
    join(BALANCED);
    concludeWith(scored(LEADER, 4, 4), scored(BALANCED, 4, 3));
    assertThat(pool.leader()).isEqualTo(LEADER.id());

    concludeWith(scored(LEADER, 3, 3), scored(BALANCED, 4, 3));

    assertThat(pool.leader()).as("7 and 7 of 8 against 8 and 6").isEqualTo(LEADER.id());
  }

  @Test
  void aRaceGoesOnWhileTheNewLeaderHasSeenLittle() {
    Program challenger = challengerOfALeaningLeader();
    conclude(
        tickets("sales", 1)
            .scored(LEADER, 0, "sales0")
            .scored(challenger, 1, "sales0")
            .said(LEADER, "billing", "sales0")
            .said(challenger, "sales", "sales0"));
    assertThat(pool.leader()).as("of one ticket against nine").isEqualTo(challenger.id());
    List<String> others = Roles.challengers(pool).stream().map(PooledProgram::id).toList();
    assertThat(others).as("the old leader and two arrangements").hasSize(Race.CHALLENGERS);

    conclude(tickets("billing", 1).scored(challenger, 1, "billing0").scored(LEADER, 1, "billing0"));
    assertThat(pool.leader()).isEqualTo(challenger.id());
    assertThat(Roles.challengers(pool)).hasSize(Race.CHALLENGERS);
  }

  @Test
  void anAnswerThatWasDueToTheLeaderAloneIsKnownToAll() {
    Program challenger = challengerOfALeaningLeader();
    conclude(
        tickets("sales", 1)
            .scored(LEADER, 0, "sales0")
            .scored(challenger, 0, "sales0")
            .said(challenger, "billing", "sales0"));

    Recalls recalls = pool.knowledge().recallsOf(challenger.id());
    assertThat(recalls.givenByAnswer()).containsEntry(Map.of("team", "billing"), 1);
    assertThat(recalls.others()).isZero();
  }

  @Test
  void aProgramWithoutAScoreNeitherLosesTheLeadNorTakesIt() {
    join(BALANCED);
    concludeWith(scored(LEADER, 1, 1));
    assertThat(pool.leader()).as("BALANCED did not run").isEqualTo(LEADER.id());

    join(LATE);
    change(new Change.Led(LATE.id()));
    conclude(tickets("sales", 1).scored(LEADER, 1, "sales0"));
    assertThat(pool.leader()).as("which has no score").isEqualTo(LATE.id());
  }

  @Test
  void aChallengerWithoutAScoreIsJudgedLater() {
    join(LATE);
    join(BALANCED);
    concludeWith(scored(LEADER, 2, 2), scored(LATE, 1, 1));
    assertThat(pool.holds(BALANCED.id())).as("which did not run").isTrue();
    assertThat(Roles.challengers(pool)).hasSize(Race.CHALLENGERS);
  }

  @Test
  void noChallengerIsJudgedBesideALeaderWithoutAScore() {
    concludeWith(scored(LEADER, 2, 2));
    List<PooledProgram> challengers = Roles.challengers(pool);
    join(BALANCED);
    change(new Change.Led(BALANCED.id()));
    TicketStep step = tickets();
    challengers.forEach(challenger -> step.scored(challenger.program(), 1, "sales0"));
    conclude(step);

    assertThat(pool.leader()).isEqualTo(BALANCED.id());
    assertThat(pool.programs()).containsAll(challengers.stream().map(this::asItIs).toList());
  }

  private PooledProgram asItIs(PooledProgram before) {
    return pool.pooled(before.id());
  }

  @Test
  void aStepThatWasPlannedBeforeTheLastOneEndedLeavesNewArrangementsToBeRun() {
    concludeWith(scored(LEADER, 4, 0));
    List<String> drawn = Roles.challengers(pool).stream().map(PooledProgram::id).toList();
    concludeWith(scored(LEADER, 3, 1));

    assertThat(Roles.challengers(pool)).extracting(PooledProgram::id).isEqualTo(drawn);
  }

  @Test
  void answersThatCannotBeReadCountAgainstAProgram() {
    join(BALANCED);
    TicketStep step = tickets();
    for (Program program : List.of(LEADER, BALANCED)) {
      scored(step, new Result(program, 1, 1));
    }
    for (int i = 0; i < 4; i++) {
      step.said(LEADER, "billing", "billing" + i).said(LEADER, "billing", "sales" + i);
      step.unreadable(BALANCED, "billing" + i).unreadable(BALANCED, "sales" + i);
    }
    conclude(step);

    assertThat(pool.leader()).isEqualTo(LEADER.id());
  }

  @Test
  void whatWasAnsweredAgainAndAgainIsNoLabelIfItIsLong() {
    TicketStep step = new TicketStep(definition);
    String answer = "a long answer ".repeat(20);
    for (int i = 0; i < 4; i++) {
      step.ticket("long" + i, "text", answer).scored(LEADER, 1, "long" + i);
    }
    conclude(step);

    assertThat(pool.knowledge().recallsOf(LEADER.id()).byAnswer()).isEmpty();
  }

  @Test
  void noArrangementIsBeyondTheCaps() {
    Lesson lengthy = demo(6, "the invoice is late ".repeat(400), "billing", "f");
    long taken = PromptTokens.mostOf(LEADER.predictors().get(0));
    define(TaskBuilder.ascent().maxPromptTokens((int) taken + 100));
    know(SALES, MORE_SALES, BILLING, lengthy);
    concludeWith(scored(LEADER, 0, 4));

    assertThat(Roles.challengers(pool))
        .isNotEmpty()
        .noneMatch(challenger -> lengthy.isIn(challenger.program()));
  }

  @Test
  void aLeaderBeyondLoweredCapsMakesWay() {
    define(TaskBuilder.ascent().caps(2, 4));
    concludeWith(scored(LEADER, 4, 4));

    assertThat(pool.leader()).isNotEqualTo(LEADER.id());
    assertThat(pool.program(pool.leader()).demoCount()).isEqualTo(2);
  }

  @Test
  void theMostPromisingChallengerIsLearnedFrom() {
    concludeWith(scored(LEADER, 4, 4));

    Sampling next =
        new AscentAlgorithm(definition)
            .sample(pool, tickets().outcome().manifest().minibatch(), Seeds.generator(1));
    Program first = next.sources().get(0).program();
    assertThat(first.demoCount()).as("the one that shows more").isGreaterThan(LEADER.demoCount());
  }

  @Test
  void aChallengerThatHoldsARuleIsJudgedByWhatItAnswers() {
    Program ruled = taught(SALES, BILLING, RULE);
    know(SALES, MORE_SALES, BILLING, MORE_BILLING, RULE);
    join(ruled);
    concludeWith(scored(LEADER, 4, 2), scored(ruled, 0, 0));

    assertThat(pool.leader()).isEqualTo(LEADER.id());
    assertThat(pool.knowledge().recallsOf(ruled.id()).all().count()).isEqualTo(8);
  }

  @Test
  void answersThatAreEachDueOnceRunNoRace() {
    conclude(
        new TicketStep(definition)
            .ticket("1", "t1", "billing")
            .ticket("2", "t2", "sales")
            .ticket("3", "t3", "delivery")
            .scored(LEADER, 1, "1")
            .scored(LEADER, 0, "2", "3"));

    assertThat(Race.of(pool)).isEmpty();
    assertThat(Roles.challengers(pool)).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void aLeaderThatHoldsARuleRunsNoRace() {
    Program ruled = taught(SALES, BILLING, RULE);
    know(SALES, BILLING, RULE);
    join(ruled);
    change(new Change.Led(ruled.id()));
    concludeWith(scored(ruled, 2, 2));
    assertThat(Roles.challengers(pool)).hasSizeLessThanOrEqualTo(1);
    assertThat(pool.knowledge().recalls()).isEmpty();
  }

  /** How often a program is right on four tickets for billing and four for sales. */
  private record Result(Program program, int billing, int sales) {}

  private static Result scored(Program program, int billing, int sales) {
    return new Result(program, billing, sales);
  }

  private void concludeWith(Result... results) {
    TicketStep step = tickets();
    Stream.of(results).forEach(result -> scored(step, result));
    conclude(step);
  }

  private TicketStep tickets() {
    TicketStep step = new TicketStep(definition);
    for (int i = 0; i < 4; i++) {
      step.ticket("billing" + i, "text", "billing").ticket("sales" + i, "text", "sales");
    }
    return step;
  }

  /** The first of those that a step leads to in which the leader gets billing alone right. */
  private Program challengerOfALeaningLeader() {
    concludeWith(scored(LEADER, 4, 0));
    return Roles.challengers(pool).get(0).program();
  }

  /** So many tickets for that team. */
  private TicketStep tickets(String team, int count) {
    TicketStep step = new TicketStep(definition);
    for (int i = 0; i < count; i++) {
      step.ticket(team + i, "text", team);
    }
    return step;
  }

  private static void scored(TicketStep step, Result result) {
    for (int i = 0; i < 4; i++) {
      step.scored(result.program(), i < result.billing() ? 1 : 0, "billing" + i);
      step.scored(result.program(), i < result.sales() ? 1 : 0, "sales" + i);
    }
  }

  private void conclude(TicketStep step) {
    pool = Replay.preview(pool, new AscentAlgorithm(definition).conclude(pool, step.outcome()));
  }

  private void define(TaskBuilder changed) {
    definition = changed.build();
    change(new Change.Defined(definition));
  }

  private void change(Change change) {
    pool = Replay.preview(pool, List.of(change));
  }

  private void join(Program program) {
    change(new Change.Joined(program, List.of()));
  }

  private void know(Lesson... lessons) {
    List<Topic> topics = new ArrayList<>();
    Stream.of(lessons)
        .forEach(l -> topics.add(Topic.of(topics.size() + 1, Set.of(), 0, List.of(l))));
    change(
        new Change.Studied(
            Knowledge.NONE.until(new Knowledge(topics, Vocabulary.EMPTY, List.of()))));
  }

  private static Program taughtInOrder(Lesson... lessons) {
    return Curriculum.taught(START, List.of(lessons));
  }
}
