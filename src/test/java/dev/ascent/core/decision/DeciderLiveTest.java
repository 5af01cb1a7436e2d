package dev.ascent.core.decision;

import static dev.ascent.core.decision.DecidedTask.DAY;
import static dev.ascent.core.decision.DecidedTask.round;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.drift.ScoreLevel;
import dev.ascent.core.lesson.Knowledge;
import dev.ascent.core.pool.Alarm;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pause;
import dev.ascent.core.pool.PauseKind;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Refusal;
import dev.ascent.core.pool.StepCounts;
import dev.ascent.core.program.Program;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.core.promotion.TestCosts;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.Caps;
import dev.ascent.core.task.PromotionPolicy;
import dev.ascent.testing.TaskBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How a champion is watched, and what its fall leads to. */
class DeciderLiveTest {
  private static final List<Double> RIGHT = Collections.nCopies(16, 1.0);
  private static final List<Double> WRONG = Collections.nCopies(16, 0.0);

  private final DecidedTask task = new DecidedTask();
  private int batches;

  @Test
  void aBatchIsScoredOnceUnderItsLease() {
    open(TaskBuilder.ascent().rollouts(500));
    PoolEvent ended = batch(List.of(1.0, 0.0), List.of(0.5));
    task.decide(ended);

    assertThat(task.pool().live().recent()).containsExactly(1.0, 0.0);
    assertThat(task.pool().live().logged()).containsExactly(0.5);
    assertThat(task.pool().ledger().open()).isEmpty();
    assertThat(task.pool().ledger().total().rollouts()).isEqualTo(16);
    task.assertNothing(ended);
  }

  @Test
  void scoresOfAnEarlierChampionCountForNobody() {
    open(TaskBuilder.ascent());
    lease();
    LiveOutcome outcome = new LiveOutcome(id(), 7, RIGHT, List.of(1.0), 0, new Usage(16, 0, 0, 0));
    task.decide(new PoolEvent.LiveEnded(outcome));

    assertThat(task.pool().live().recent()).isEmpty();
    assertThat(task.pool().live().logged()).isEmpty();
    assertThat(task.pool().live().batches()).isEqualTo(1);
  }

  @Test
  void stepsLeaveATenthOfACapForIt() {
    open(TaskBuilder.ascent().perDay(new Caps(100L, null, null)));
    task.decide(DecidedTask.wanted("m1", 16));
    task.decide(DecidedTask.ended(task.manifest("m1", 16), List.of(task.scored(0, 1)), usage(86)));
    task.decide(DecidedTask.wanted("m2", 16));

    assertThat(task.pool().pause().kind()).isEqualTo(PauseKind.CAP);
    lease();
    assertThat(task.pool().ledger().open(id())).isPresent();
    assertThat(task.pool().ledger().left(task.pool().definition().budget(), DAY).rollouts())
        .isNotNegative();
  }

  @Test
  void noneIsKeptWhereNobodyWatches() {
    open(TaskBuilder.ascent().promotion(policy(false, 0.0)).rollouts(48));
    task.decide(DecidedTask.wanted("m1", 16));

    assertThat(task.pool().ledger().left(task.pool().definition().budget(), DAY).rollouts())
        .isZero();
  }

  @Test
  void nothingIsSpentWhilePeoplePauseTheTaskOrOnceItIsRetired() {
    open(TaskBuilder.ascent());
    task.apply(Pause.of(PauseKind.COMMAND, "lunch").change());
    task.assertNothing(wanted());
    task.apply(new Change.Retired());
    task.assertNothing(wanted());
  }

  @Test
  void aFileHasNoTrafficToWatch() {
    task.open(TaskBuilder.ascent().dataset(60, 10).rollouts(300).build());

    task.assertNothing(wanted());
  }

  @Test
  void aFallOpensATestOfTheProgramBefore() {
    champions("one", "two");
    fall();

    Attempt attempt = task.pool().attempt();
    assertThat(attempt.purpose()).isEqualTo(Attempt.Purpose.RETEST);
    assertThat(attempt.challenger()).isEqualTo(task.taught("one").id());
    assertThat(attempt.champion()).isEqualTo(task.taught("two").id());
    assertThat(attempt.alpha()).isEqualTo(0.05 / 20);
    assertThat(task.pool().attempts()).isEqualTo(1);
    assertThat(task.pool().live().alarm().untested()).containsExactly(task.pool().start());
    assertThat(task.pool().champion().epoch()).isEqualTo(2);
  }

  @Test
  void twoPredecessorsAndTheStartAreTestedTheLatestFirst() {
    champions("one", "two", "three", "two", "four");
    fall();

    List<String> order = new ArrayList<>();
    order.add(task.pool().attempt().challenger());
    order.addAll(task.pool().live().alarm().untested());
    assertThat(order)
        .containsExactly(task.taught("two").id(), task.taught("three").id(), task.pool().start());
  }

  @Test
  void whereNoneIsBetterTheAlarmEndsAndTheChampionStays() {
    champions("one");
    fall();
    while (task.pool().attempt() != null) {
      task.decide(round(task.pool().attempt(), -1));
    }
    task.assertNothing(new PoolEvent.TimePassed());
    for (int i = 0; i < 4; i++) {
      task.decide(batch(RIGHT, List.of()));
    }
    task.decide(new PoolEvent.TimePassed());

    assertThat(task.pool().live().alarm()).isNull();
    assertThat(task.pool().champion().epoch()).isEqualTo(1);
    task.assertNothing(new PoolEvent.TimePassed());
  }

  @Test
  void theFirstThatIsProvenBetterReplacesItAndTheSearchBeginsAgain() {
    champions("one", "two");
    Program other = task.taught("other");
    task.apply(
        new Change.Joined(other, List.of()),
        new Change.Led(other.id()),
        new Change.Stepped("m9", new StepCounts(1, 0, Map.of(), 0, 0)));
    fall();
    proveBetter();

    Pool pool = task.pool();
    assertThat(pool.champion().epoch()).isEqualTo(3);
    assertThat(pool.champion().program()).isEqualTo(task.taught("one").id());
    assertThat(pool.champion().evidence().status()).isEqualTo(Evidence.Status.PROVEN);
    assertThat(pool.leader()).isEqualTo(pool.champion().program());
    assertThat(pool.live().alarm()).isNull();
    assertThat(pool.knowledge()).isEqualTo(Knowledge.NONE);
    assertThat(pool.counts().steps()).isEqualTo(1);
    assertThat(pool.programs()).extracting(each -> each.program().id()).doesNotContain(other.id());
    assertThat(pool.programs()).allSatisfy(each -> assertThat(each.rollouts()).isZero());
    assertThat(pool.holds(task.taught("two").id())).isTrue();
  }

  @Test
  void whereChangesNeedApprovalSoDoesTheWayBack() {
    open(TaskBuilder.ascent().promotion(policy(true, 0.1)));
    promote("one");
    fall();
    proveBetter();

    assertThat(task.pool().champion().epoch()).isEqualTo(1);
    String waiting = task.pool().awaiting().program();
    task.assertNothing(new PoolEvent.TimePassed());
    task.decide(new PoolEvent.Commanded(new Command(CommandKind.APPROVE, "yes", null, waiting)));

    assertThat(task.pool().champion().program()).isEqualTo(task.pool().start());
    assertThat(task.pool().leader()).isEqualTo(task.pool().start());
  }

  @Test
  void nothingIsTestedWhilePeopleKeepTheChampion() {
    champions("one");
    task.apply(new Change.Pinned(true));
    fall();

    assertThat(task.pool().attempt()).isNull();
    assertThat(task.pool().live().alarm().untested()).hasSize(1);
    task.decide(new PoolEvent.Commanded(Command.of(CommandKind.UNPIN, "go on")));
    task.decide(new PoolEvent.TimePassed());

    assertThat(task.pool().attempt().purpose()).isEqualTo(Attempt.Purpose.RETEST);
  }

  @Test
  void aPeriodKeepsTestsForIt() {
    champions("one");
    for (int i = 0; i < 17; i++) {
      spendATest("a" + i);
    }
    fall();
    assertThat(task.pool().attempt().purpose()).isEqualTo(Attempt.Purpose.RETEST);
  }

  @Test
  void withoutATestLeftTheAlarmStands() {
    champions("one");
    for (int i = 0; i < 20; i++) {
      spendATest("a" + i);
    }
    fall();

    assertThat(task.pool().attempt()).isNull();
    assertThat(task.pool().live().alarm()).isNotNull();
    task.assertNothing(new PoolEvent.TimePassed());
  }

  @Test
  void aCapThatPausesTheSearchLeavesAnAlarmItsTests() {
    champions("one");
    task.apply(Pause.of(PauseKind.CAP, "spent").change());
    fall();
    proveBetter();

    assertThat(task.pool().champion().epoch()).isEqualTo(2);
    assertThat(task.pool().isPaused()).isTrue();
  }

  @Test
  void aProgramThatWasRefusedIsNotTestedAgain() {
    champions("one", "two");
    String refused = task.taught("one").id();
    task.apply(new Change.Refused(new Refusal(refused, "a canary", DAY)));
    fall();

    assertThat(task.pool().attempt().challenger()).isEqualTo(task.pool().start());
  }

  @Test
  void aWishForABatchThatIsOverIsLeftAlone() {
    open(TaskBuilder.ascent());
    PoolEvent wish = wanted();
    task.decide(batch(RIGHT, List.of()));

    task.assertNothing(wish);
  }

  @Test
  void whoIsRolledBackToByPeopleIsNotHeldToItsOldLevel() {
    champions("one", "two");
    task.decide(new PoolEvent.Commanded(new Command(CommandKind.ROLL_BACK, "no", 1L, null)));

    assertThat(task.pool().champion().program()).isEqualTo(task.taught("one").id());
    assertThat(task.pool().live().limit()).isZero();
  }

  @Test
  void theAlarmOfAStartIsSeenUntilItsLevelIsKnownAnew() {
    open(TaskBuilder.ascent());
    for (int i = 0; i < 10; i++) {
      task.decide(batch(RIGHT, List.of()));
    }
    fall();

    assertThat(task.pool().live().alarm().untested()).isEmpty();
    task.assertNothing(new PoolEvent.TimePassed());
  }

  @Test
  void theAlarmSaysWhatWasSeen() {
    champions("one");
    double limit = task.pool().live().limit();
    fall();

    Alarm alarm = task.pool().live().alarm();
    assertThat(alarm.limit()).isGreaterThanOrEqualTo(limit);
    assertThat(alarm.mean()).isLessThan(alarm.limit());
    assertThat(alarm.scores()).isEqualTo(32);
  }

  private void open(TaskBuilder builder) {
    task.open(builder.build());
  }

  /** Opens the task, and has programs with these rules become champions in turn. */
  private void champions(String... rules) {
    open(TaskBuilder.ascent());
    for (String rule : rules) {
      promote(rule);
    }
  }

  private void promote(String rule) {
    Program program = task.taught(rule);
    Evidence evidence =
        new Evidence(
            Evidence.Status.PROVEN,
            Evidence.Basis.HOLDOUT,
            60,
            0.4,
            0.2,
            0.6,
            task.pool().champion().program(),
            500,
            400,
            30,
            ScoreLevel.of(Collections.nCopies(60, 1.0)),
            TestCosts.NONE);
    task.apply(
        new Change.Joined(program, List.of()),
        new Change.Promoted(task.pool().champion().epoch() + 1, program.id(), evidence));
  }

  private void spendATest(String id) {
    Attempt attempt = Attempt.open(id, task.pool().start(), "x", 0.0025, 0, 8);
    task.apply(
        new Change.Attempted(attempt, true, DAY), new Change.Concluded(id, Evidence.of(attempt)));
  }

  /** Live answers are right for a while, and wrong from then on until there is an alarm. */
  private void fall() {
    for (int i = 0; i < 4; i++) {
      task.decide(batch(RIGHT, List.of()));
    }
    while (task.pool().live().alarm() == null) {
      task.decide(batch(WRONG, List.of()));
      assertThat(batches).isLessThan(20);
    }
  }

  private void proveBetter() {
    int epoch = task.pool().champion().epoch();
    while (task.pool().champion().epoch() == epoch && task.pool().awaiting() == null) {
      task.decide(round(task.pool().attempt(), 1));
    }
  }

  private String id() {
    return task.pool().liveBatch();
  }

  private PoolEvent wanted() {
    return new PoolEvent.LeaseWanted(id(), Minibatch.Purpose.LIVE, 16, Long.MAX_VALUE);
  }

  private void lease() {
    batches++;
    task.decide(wanted());
  }

  /** A batch of the champion, its lease granted. */
  private PoolEvent batch(List<Double> scores, List<Double> logged) {
    lease();
    int epoch = task.pool().champion().epoch();
    return new PoolEvent.LiveEnded(new LiveOutcome(id(), epoch, scores, logged, 0, usage(16)));
  }

  private static Usage usage(int rollouts) {
    return new Usage(rollouts, 0, 0, 0);
  }

  private static PromotionPolicy policy(boolean approval, double liveShare) {
    return new PromotionPolicy(0.05, 20, 30, 0, 0.2, approval).withLiveShare(liveShare);
  }
}
