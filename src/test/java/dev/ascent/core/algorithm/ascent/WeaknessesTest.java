package dev.ascent.core.algorithm.ascent;

import static dev.ascent.testing.TicketLessons.START;
import static dev.ascent.testing.TicketLessons.demo;
import static dev.ascent.testing.TicketLessons.rule;
import static dev.ascent.testing.TicketLessons.scored;
import static dev.ascent.testing.TicketLessons.seen;
import static dev.ascent.testing.TicketLessons.taught;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.decision.Decider;
import dev.ascent.core.decision.PoolEvent;
import dev.ascent.core.decision.RoundOutcome;
import dev.ascent.core.lesson.Knowledge;
import dev.ascent.core.lesson.Lesson;
import dev.ascent.core.lesson.Scores;
import dev.ascent.core.lesson.Topic;
import dev.ascent.core.lesson.Vocabulary;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.pool.Replayed;
import dev.ascent.core.program.Program;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.testing.TaskBuilder;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The weaknesses of SIMBA that the algorithm is to be without, one after the other. */
class WeaknessesTest {
  private static final int TICKETS = 16;

  private TaskDefinition definition = TaskBuilder.ascent().build();
  private Pool pool = opened();

  @Test
  void aProgramGainsNothingOnTheExamplesThatItLearnedFrom() {
    Program challenger = joined(taught(rule(1, "advice", ids(0, 12))));
    TicketStep step =
        tickets()
            .scored(challenger, 1, ids(0, TICKETS))
            .scored(START, 0, ids(0, 12))
            .scored(START, 1, ids(12, TICKETS));

    assertThat(concluded(step).leader()).isEqualTo(START.id());
  }

  @Test
  void aLessonGainsNothingOnTheExamplesThatItCameFrom() {
    Lesson lesson = rule(1, "refund: billing", ids(0, 12));
    known(topic(1, "refund", lesson));
    Program challenger = joined(taught(lesson));
    TicketStep step =
        tickets().scored(challenger, 1, ids(0, 12)).scored(challenger, 0.5, ids(12, TICKETS));

    assertThat(lessons(concluded(step)).get(0).scores()).isEqualTo(new Scores(4, 2));
  }

  @Test
  void everyRolloutCountsForItsProgramTheStartsToo() {
    Lesson lesson = rule(1, "refund: billing", "e90");
    known(topic(1, "refund", lesson));
    Program challenger = joined(taught(lesson));
    TicketStep step =
        tickets().scored(challenger, 0.5, ids(0, TICKETS)).scored(START, 0.25, ids(0, TICKETS));

    List<Change> changes = conclude(step);
    Pool after = Replay.preview(pool, changes);

    assertThat(changes).contains(new Change.Credited(step.outcome().sampled()));
    assertThat(after.pooled(START.id()).rollouts()).isEqualTo(TICKETS);
    assertThat(after.knowledge().topics().get(0).without()).isEqualTo(new Scores(TICKETS, 4));
    assertThat(lessons(after).get(0).scores()).isEqualTo(new Scores(TICKETS, 8));
    ScoredRollout late = new ScoredRollout(START.id(), "e0", RolloutStatus.SCORED, 1);
    assertThat(algorithm().creditLate(late)).containsExactly(new Change.Credited(List.of(late)));
  }

  @Test
  void whatAStrategyDeclinesIsNeitherRunNorKept() {
    TicketStep step =
        tickets().scored(START, 0, ids(0, TICKETS)).declined(START, "e0").declined(START, "e1");

    assertThat(algorithm().evaluate(step.manifest(), step.proposals())).isEmpty();
    Pool after = concluded(step);
    assertThat(lessons(after)).isEmpty();
    assertThat(after.programs()).hasSize(1);
  }

  @Test
  void programsAreComparedOnTheSameExamplesHoweverEasyOthersWere() {
    credited(START, 1, ids(100, 140));
    Program challenger = joined(taught(rule(1, "advice", "e90")));
    TicketStep step =
        tickets().scored(challenger, 0.5, ids(0, TICKETS)).scored(START, 0, ids(0, TICKETS));

    assertThat(concluded(step).leader()).isEqualTo(challenger.id());
  }

  @Test
  void aFaultIsMissingAndNotABadAnswerOfAProgram() {
    Program challenger = joined(taught(rule(1, "advice", "e90")));
    TicketStep step =
        tickets()
            .scored(challenger, 1, ids(0, 8))
            .faulted(challenger, ids(8, TICKETS))
            .scored(START, 0.5, ids(0, TICKETS));

    assertThat(concluded(step).leader()).isEqualTo(challenger.id());
  }

  @Test
  void aFaultIsMissingAndNotABadAnswerByALesson() {
    Lesson lesson = rule(1, "refund: billing", "e90");
    known(topic(1, "refund", scored(lesson, 8, 0.5)));
    Program challenger = joined(taught(lesson));
    TicketStep step =
        tickets()
            .scored(challenger, 1, ids(0, 8))
            .faulted(challenger, ids(8, TICKETS))
            .faulted(START, ids(0, TICKETS));

    Pool after = concluded(step);

    assertThat(lessons(after).get(0).scores()).isEqualTo(new Scores(16, 12));
    assertThat(after.knowledge().topics().get(0).without()).isEqualTo(Scores.NONE);
  }

  @Test
  void aChallengerThatOnlyFaultedIsNotJudged() {
    Lesson lesson = rule(1, "refund: billing", "e90");
    known(topic(1, "refund", lesson));
    Program challenger = joined(taught(lesson));
    TicketStep step =
        tickets().faulted(challenger, ids(0, TICKETS)).scored(START, 0.5, ids(0, TICKETS));

    Pool after = concluded(step);

    assertThat(after.leader()).isEqualTo(START.id());
    assertThat(after.holds(challenger.id())).isTrue();
  }

  @Test
  void bothCapsHoldHoweverMuchIsProven() {
    definition = TaskBuilder.ascent().caps(1, 2).build();
    pool = opened();
    TicketStep step = new TicketStep(definition);
    for (int i = 0; i < TICKETS; i++) {
      String id = "e" + i;
      step.ticket(id, "word" + i)
          .scored(START, 0, id)
          .rule(START, id, "word" + i + ": team")
          .probed(1, 1)
          .demo(START, id);
    }

    Pool after = concluded(step);

    Program taught = after.program(after.leader());
    assertThat(lessons(after)).hasSize(2 * TICKETS);
    assertThat(taught.ruleCount()).isEqualTo(2);
    assertThat(taught.demoCount()).isEqualTo(1);
  }

  @Test
  void aLessonThatDoesNotEarnItsPlaceLosesIt() {
    Lesson good = scored(rule(1, "refund: billing", "e90"), 20, 1);
    Lesson harmful = scored(rule(2, "parcel: billing", "e91"), 20, 0.25);
    Topic parcels = topic(2, "parcel", harmful);
    for (int i = 0; i < 20; i++) {
      parcels = parcels.scoredWithout(0.75);
    }
    known(topic(1, "refund", good), parcels);
    Program leader = leading(taught(good, harmful));

    Pool after = concluded(tickets().scored(leader, 1, ids(0, TICKETS)));

    assertThat(Roles.challenger(after).orElseThrow().program().predictors())
        .isEqualTo(taught(good).predictors());
  }

  @Test
  void aLeaderIsComparedWithItselfWithoutTheThirdOfItsLessonsThatIsWorthLeast() {
    Lesson most = scored(rule(1, "refund: billing", "e90"), 20, 1);
    Lesson least = scored(rule(2, "parcel: delivery", "e91"), 20, 0.5);
    Lesson more = scored(demo(3, "password", "support", "e92"), 20, 1);
    known(topic(1, "refund", most), topic(2, "parcel", least), topic(3, "password", more));
    Program leader = leading(taught(most, least, more));

    Pool after = concluded(tickets().scored(leader, 1, ids(0, TICKETS)));
    Program reduced = Roles.challenger(after).orElseThrow().program();

    assertThat(reduced.predictors()).isEqualTo(taught(most, more).predictors());
    assertThat(algorithm().rolloutsPerExample(after))
        .as("it runs beside the leader on what comes next")
        .isEqualTo(1 + algorithm().rolloutsPerExample(pool));
  }

  @Test
  void whatIsChosenIsJudgedOnTheHoldout() {
    definition = TaskBuilder.ascent().steps(1).dataset(100, 40).build();
    pool = Pool.empty("tickets");
    decide(new PoolEvent.TaskSeen(definition));
    Program leader = leading(taught(rule(1, "advice", "e90")));
    decide(new PoolEvent.LeaseWanted("m", Minibatch.Purpose.STEP, TICKETS, Long.MAX_VALUE));
    TicketStep step = tickets().scored(leader, 1, ids(0, TICKETS));

    decide(new PoolEvent.StepEnded(step.outcome()));

    assertThat(pool.phase()).isEqualTo(Phase.VALIDATING);
    assertThat(pool.attempt().challenger()).isEqualTo(leader.id());
    while (pool.attempt() != null) {
      decide(new PoolEvent.RoundEnded(lost(pool.attempt())));
    }
    assertThat(pool.phase()).isEqualTo(Phase.FINISHED);
    assertThat(pool.champion().program()).isEqualTo(START.id());
  }

  @Test
  void allLessonsOfAStepAreJoinedInOneCandidate() {
    TicketStep step =
        new TicketStep()
            .ticket("e0", "refund")
            .ticket("e1", "parcel")
            .ticket("e2", "password")
            .scored(START, 0, "e0", "e1", "e2")
            .rule(START, "e0", "refund: billing")
            .probed(1, 1)
            .rule(START, "e1", "parcel: delivery")
            .probed(1, 1)
            .demo(START, "e2");

    Pool after = concluded(step);

    assertThat(after.programs()).hasSize(2);
    Program challenger = Roles.challenger(after).orElseThrow().program();
    assertThat(challenger.sources()).containsExactly("e0", "e1", "e2");
    assertThat(challenger.ruleCount()).isEqualTo(2);
    assertThat(challenger.demoCount()).isEqualTo(1);
  }

  @Test
  void aHopelessCandidateIsRunNoFurther() {
    Program challenger = joined(taught(rule(1, "advice", "e90")));
    TicketStep step =
        tickets().scored(challenger, 0.25, ids(0, TICKETS)).scored(START, 0.5, ids(0, TICKETS));

    assertThat(concluded(step).holds(challenger.id())).isFalse();
  }

  private AscentAlgorithm algorithm() {
    return new AscentAlgorithm(definition);
  }

  private List<Change> conclude(TicketStep step) {
    return algorithm().conclude(pool, step.outcome());
  }

  private Pool concluded(TicketStep step) {
    return Replay.preview(pool, conclude(step));
  }

  private TicketStep tickets() {
    TicketStep step = new TicketStep(definition);
    for (String id : ids(0, TICKETS)) {
      step.ticket(id, "a refund");
    }
    return step;
  }

  private static String[] ids(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "e" + i).toArray(String[]::new);
  }

  private Pool opened() {
    return Replay.preview(Pool.empty("tickets"), List.of(new Change.Defined(definition)));
  }

  /** Applies changes that nobody decided, to get where a test begins. */
  private void change(Change... changes) {
    pool = Replay.preview(pool, List.of(changes));
  }

  private void decide(PoolEvent event) {
    JournalEntry entry = new Decider("run-1").decide(pool, event, Instant.EPOCH).orElseThrow();
    pool = ((Replayed.Applied) Replay.apply(pool, entry)).pool();
  }

  /** A round of which every pair went against the challenger. */
  private static RoundOutcome lost(Attempt attempt) {
    List<Double> differences = Collections.nCopies(attempt.pairsWanted(), -1.0);
    return new RoundOutcome(
        attempt.id(), attempt.round(), differences, 0, 0, Usage.NONE, attempt.round() > 2);
  }

  private Program joined(Program program) {
    change(new Change.Joined(program, List.of()));
    return program;
  }

  private Program leading(Program program) {
    joined(program);
    change(new Change.Led(program.id()));
    return program;
  }

  private void credited(Program program, double score, String... on) {
    List<ScoredRollout> rollouts =
        List.of(on).stream()
            .map(example -> new ScoredRollout(program.id(), example, RolloutStatus.SCORED, score))
            .toList();
    change(new Change.Credited(rollouts));
  }

  /** So much is known of the topics, after 100 examples. */
  private void known(Topic... topics) {
    Vocabulary vocabulary =
        new Vocabulary(100, Map.of("refund", 9, "parcel", 9, "password", 9), Map.of());
    change(
        new Change.Studied(
            Knowledge.NONE.until(new Knowledge(List.of(topics), vocabulary, List.of()))));
  }

  private static Topic topic(int number, String word, Lesson... lessons) {
    return seen(Topic.of(number, Set.of(word), 0, List.of(lessons)), 9);
  }

  private static List<Lesson> lessons(Pool pool) {
    return pool.knowledge().topics().stream().flatMap(topic -> topic.lessons().stream()).toList();
  }
}
