package dev.ascent.core.decision;

import static dev.ascent.core.decision.DecidedTask.DAY;
import static dev.ascent.core.decision.DecidedTask.NOW;
import static dev.ascent.core.decision.DecidedTask.ended;
import static dev.ascent.core.decision.DecidedTask.round;
import static dev.ascent.core.decision.DecidedTask.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.budget.Lease;
import dev.ascent.core.budget.UtcDay;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pause;
import dev.ascent.core.pool.PauseKind;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.program.Program;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.Caps;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.testing.TaskBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What pauses a task, until when, and what lets it go on. */
class DeciderPausesTest {
  private static final Instant MIDNIGHT = UtcDay.start(DAY + 1);
  private static final PoolEvent LATER = new PoolEvent.TimePassed();
  private static final PoolEvent RESUME =
      new PoolEvent.Commanded(Command.of(CommandKind.RESUME, ""));
  private static final PoolEvent PAUSE =
      new PoolEvent.Commanded(Command.of(CommandKind.PAUSE, "holiday"));

  private final DecidedTask task = new DecidedTask();

  @Test
  void aStreamOutOfItsDayGoesOnWhenTheDayHasTurned() {
    outOfItsDay();

    assertThat(task.pool().pause())
        .isEqualTo(
            Pause.of(
                    PauseKind.CAP,
                    "40 of 48 rollouts a day are spent, and what is left does not pay for a step")
                .until(MIDNIGHT));
    task.at(MIDNIGHT.minusMillis(1));
    task.assertNothing(LATER);
    task.at(MIDNIGHT);
    task.decide(LATER);

    assertThat(task.pool().isActive()).isTrue();
    assertThat(task.pool().ledger().day()).isEqualTo(DAY + 1);
    task.assertNothing(LATER);
    task.decide(wanted("m2", 16));
    assertThat(task.pool().ledger().isOpen("m2")).isTrue();
  }

  @Test
  void aClockThatStepsBackFreesNothing() {
    outOfItsDay();
    task.at(MIDNIGHT);
    task.decide(LATER);
    spend("m2", 40);
    task.at(NOW);

    task.decide(wanted("m3", 16));

    assertThat(task.pool().pause().untilMillis()).isEqualTo(UtcDay.start(DAY + 2).toEpochMilli());
    task.at(MIDNIGHT);
    task.assertNothing(LATER);
  }

  @Test
  void aHigherCapOfTheDayLetsTheTaskGoOnAtOnce() {
    outOfItsDay();

    task.decide(new PoolEvent.TaskSeen(stream(400L)));

    assertThat(task.pool().isActive()).isTrue();
    task.decide(wanted("m2", 16));
    assertThat(task.pool().ledger().isOpen("m2")).isTrue();
  }

  @Test
  void aSpentTotalIsEndedByNothingButAHigherCap() {
    task.open(TaskBuilder.ascent().total(new Caps(48L, null, null)).build());
    spend("m1", 40);
    task.decide(wanted("m2", 16));

    assertThat(task.pool().pause().kind()).isEqualTo(PauseKind.CAP);
    assertThat(task.pool().pause().untilMillis()).isNull();
    assertThat(task.pool().pause().reason())
        .startsWith("40 of 48 rollouts in all are spent")
        .endsWith("only a higher cap lets the task go on");
    task.at(MIDNIGHT.plus(Duration.ofDays(400)));
    task.assertNothing(LATER);
    task.decide(new PoolEvent.TaskSeen(TaskBuilder.ascent().build()));
    assertThat(task.pool().isActive()).isTrue();
  }

  @Test
  void aCapOfADayThatNoDayWouldDoForIsNotWaitedFor() {
    task.open(stream(3L));
    task.decide(wanted("m1", 16));

    assertThat(task.pool().pause())
        .isEqualTo(
            Pause.of(
                PauseKind.CAP,
                "a day's cap of 3 rollouts does not pay for a step; only a higher cap lets the"
                    + " task go on"));
  }

  @Test
  void aSpentTotalIsSaidRatherThanASpentDay() {
    task.open(
        TaskBuilder.ascent()
            .total(new Caps(48L, null, null))
            .perDay(new Caps(48L, null, null))
            .build());
    spend("m1", 40);
    task.decide(wanted("m2", 16));

    assertThat(task.pool().pause().untilMillis()).isNull();
  }

  @Test
  void whatIsUnderWayIsWaitedForBeforeACapPauses() {
    task.open(stream(48L));
    task.decide(wanted("m1", 16));

    task.assertNothing(wanted("m2", 16));
    task.decide(ended(task.manifest("m1", 16), List.of(task.scored(0, 1)), new Usage(8, 0, 0, 0)));

    task.decide(wanted("m2", 16));
    assertThat(task.pool().ledger().isOpen("m2")).isTrue();
  }

  @Test
  void aNewDayIsNotedThoughNothingHappens() {
    task.open(stream(48L));
    task.at(MIDNIGHT);

    task.decide(LATER);

    assertThat(task.pool().ledger().day()).isEqualTo(DAY + 1);
    task.assertNothing(LATER);
  }

  @Test
  void aRoundThatItsDayDoesNotPayForWaitsForTheNext() {
    Attempt attempt = testing(17L);
    task.decide(round(attempt, 0.0, 16));

    assertThat(task.pool().pause().untilMillis()).isEqualTo(MIDNIGHT.toEpochMilli());
    assertThat(task.pool().attempt().round()).isEqualTo(2);
    assertThat(task.pool().ledger().open()).isEmpty();
    task.at(MIDNIGHT);
    task.decide(LATER);

    assertThat(task.pool().isActive()).isTrue();
    assertThat(task.pool().attempt().round()).isEqualTo(2);
    assertThat(task.pool().ledger().open())
        .extracting(Lease::id)
        .containsExactly(task.pool().attempt().roundId());
  }

  @Test
  void aRoundWaitsOverARestartToo() {
    Attempt attempt = testing(17L);
    task.decide(round(attempt, 0.0, 16));
    Attempt waiting = task.pool().attempt();

    task.apply(
        new Decider("run-2")
            .decide(task.pool(), new PoolEvent.TaskSeen(task.pool().definition()), NOW)
            .orElseThrow());

    assertThat(task.pool().attempt()).isEqualTo(waiting);
    assertThat(task.pool().pause().kind()).isEqualTo(PauseKind.CAP);
  }

  @Test
  void whatARoundReturnsIsGoneOnWith() {
    Attempt attempt = testing(24L);
    task.decide(wanted("m2", 16));
    assertThat(task.pool().pause().kind()).isEqualTo(PauseKind.CAP);

    task.decide(round(attempt, 0.0, 0));

    assertThat(task.pool().isActive()).isTrue();
    assertThat(task.pool().ledger().isOpen(task.pool().attempt().roundId())).isTrue();
  }

  @Test
  void aPauseOfPeopleOutlastsTheDayAndAnotherDefinition() {
    outOfItsDay();
    task.decide(PAUSE);
    task.assertNothing(PAUSE);
    task.at(MIDNIGHT);
    task.decide(LATER);
    task.decide(new PoolEvent.TaskSeen(stream(400L)));

    assertThat(task.pool().pause())
        .isEqualTo(Pause.of(PauseKind.COMMAND, "paused by command: holiday"));
    task.decide(RESUME);
    assertThat(task.pool().isActive()).isTrue();
  }

  @Test
  void aModelThatRefusesEveryCallIsNotTriedAgainByItself() {
    task.open(TaskBuilder.ascent().build());
    task.decide(
        new PoolEvent.Failed(
            "CREDENTIALS: the key was refused", task.pool().definition().programProfiles()));

    assertThat(task.pool().pause())
        .isEqualTo(Pause.of(PauseKind.FAULT, "CREDENTIALS: the key was refused"));
    task.at(NOW.plus(Duration.ofDays(9)));
    task.assertNothing(LATER);
    task.decide(new PoolEvent.TaskSeen(TaskBuilder.ascent().model("another").build()));
    assertThat(task.pool().isActive()).isTrue();
  }

  @Test
  void aModelThatDoesNotAnswerIsTriedAgainAtGrowingIntervals() {
    task.open(TaskBuilder.ascent().build());
    List<Long> minutes = new ArrayList<>();
    for (int outage = 1; outage <= 9; outage++) {
      minutes.add(outage("m" + outage).toMinutes());
      task.at(Instant.ofEpochMilli(task.pool().pause().untilMillis()));
      task.decide(LATER);
    }

    assertThat(minutes).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
    spend("m10", 1);
    assertThat(outage("m11")).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void afterAnOutageASmallMinibatchTellsToo() {
    task.open(TaskBuilder.ascent().build());
    assertThat(outage("m1")).isEqualTo(Duration.ofMinutes(1));
    task.at(NOW.plus(Duration.ofHours(1)));
    task.decide(LATER);
    task.decide(wanted("m2", 16));

    task.decide(barren("m2", 2));

    assertThat(task.pool().outages()).isEqualTo(2);
  }

  @Test
  void whoWaitsForABoundedSearchIsNotKeptWaiting() {
    task.open(TaskBuilder.ascent().dataset(60, 0).rollouts(1_000).build());
    task.decide(wanted("m1", 16));
    task.decide(barren("m1", 8));

    assertThat(task.pool().pause().kind()).isEqualTo(PauseKind.OUTAGE);
    assertThat(task.pool().pause().untilMillis()).isNull();
  }

  @Test
  void aBoundedSearchEndsWithItsDay() {
    task.open(TaskBuilder.ascent().dataset(60, 0).perDay(new Caps(48L, null, null)).build());
    spend("m1", 40);
    task.decide(wanted("m2", 16));

    assertThat(task.pool().phase()).isEqualTo(Phase.FINISHED);
    assertThat(task.pool().isPaused()).isFalse();
  }

  @Test
  void aBoundedSearchKeepsBackOfItsDayWhatItsTestWillNeed() {
    task.open(TaskBuilder.ascent().dataset(60, 40).perDay(new Caps(400L, null, null)).build());
    for (int step = 1; task.pool().phase() == Phase.SEARCHING; step++) {
      task.decide(wanted("m" + step, 16));
      if (task.pool().ledger().isOpen("m" + step)) {
        int leased = (int) task.pool().ledger().charged().rollouts();
        task.decide(
            ended(
                task.manifest("m" + step, 16),
                List.of(task.scored(0, 1)),
                new Usage(leased, 0, 0, 0)));
      }
    }

    assertThat(task.pool().ledger().today().rollouts()).isGreaterThan(100);
    assertThat(task.pool().ledger().left(task.pool().definition().budget(), DAY).rollouts())
        .isGreaterThanOrEqualTo(80);
  }

  @Test
  void aRetiredTaskIsNeitherPausedNorWokenByTheClock() {
    outOfItsDay();
    task.decide(new PoolEvent.TaskGone(null));
    task.at(MIDNIGHT);

    assertThat(task.pool().isPaused()).isFalse();
    task.assertNothing(LATER);
  }

  private static TaskDefinition stream(Long rolloutsPerDay) {
    return TaskBuilder.ascent().perDay(new Caps(rolloutsPerDay, null, null)).build();
  }

  /** A stream of which 40 of 48 rollouts a day are spent, which is too few for a step. */
  private void outOfItsDay() {
    task.open(stream(48L));
    spend("m1", 40);
    task.decide(wanted("m2", 16));
  }

  /** A step that took so many rollouts. */
  private void spend(String minibatch, int rollouts) {
    task.decide(wanted(minibatch, 16));
    task.decide(
        ended(
            task.manifest(minibatch, 16),
            List.of(task.scored(0, 1)),
            new Usage(rollouts, 0, 0, 0)));
  }

  /** A stream with so many rollouts a day, 16 of which the first round of a test holds. */
  private Attempt testing(Long rolloutsPerDay) {
    task.open(stream(rolloutsPerDay));
    Program other = task.taught("a rule");
    Attempt attempt = Attempt.open("attempt-2", other.id(), task.pool().start(), 0.0025, 0, 8);
    task.apply(
        new Change.Joined(other, List.of()),
        new Change.Attempted(attempt, true, DAY),
        new Change.Leased(new Lease(attempt.roundId(), 16, 1)));
    return attempt;
  }

  /** How long a step without answers pauses the task. */
  private Duration outage(String minibatch) {
    task.decide(wanted(minibatch, 16));
    task.decide(barren(minibatch, 8));
    assertThat(task.pool().pause().kind()).isEqualTo(PauseKind.OUTAGE);
    return Duration.between(task.now(), Instant.ofEpochMilli(task.pool().pause().untilMillis()));
  }

  private PoolEvent barren(String minibatch, int rollouts) {
    return task.barren(minibatch, rollouts, Usage.NONE);
  }
}
