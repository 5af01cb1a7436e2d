package dev.ascent.pipeline.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.budget.Spend;
import dev.ascent.core.budget.UtcDay;
import dev.ascent.core.decision.Command;
import dev.ascent.core.decision.CommandKind;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pause;
import dev.ascent.core.pool.PauseKind;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.task.Caps;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.journal.JournalRecord;
import dev.ascent.testing.HarnessSettings;
import dev.ascent.testing.PoolJournal;
import dev.ascent.testing.TaskBuilder;
import dev.ascent.wire.record.StatusRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DecideFunctionTest {
  private static final String TASK = "tickets";

  /** The end of the day on which the harness begins. */
  private static final Instant MIDNIGHT = UtcDay.start(1);

  private final TaskDefinition definition = TaskBuilder.ascent().build();
  private final PoolJournal journal = PoolJournal.empty(TASK, "run-1");

  private DecideHarness pool;

  @BeforeEach
  void open() throws Exception {
    pool = DecideHarness.of("run-1");
    pool.open();
  }

  @AfterEach
  void close() throws Exception {
    pool.close();
  }

  @Test
  void opensATaskThatItSees() throws Exception {
    pool.processElement(PoolInput.taskSeen(definition), 0);

    assertThat(pool.changes(0)).hasExactlyElementsOfTypes(Change.Owned.class, Change.Defined.class);
    assertThat(pool.getSideOutput(DecideFunction.POOLS)).isNull();

    pool.processElement(PoolInput.journal(pool.written(0)), 0);

    assertThat(pool.getSideOutput(DecideFunction.POOLS)).hasSize(1);
    assertThat(pool.written()).hasSize(1);
  }

  @Test
  void hasOneUndecidedEntryOutAtATime() throws Exception {
    pool.read(journal.open(definition));
    pool.command(CommandKind.PAUSE);
    pool.command(CommandKind.RESUME);
    assertThat(pool.written()).hasSize(1);

    pool.processElement(PoolInput.journal(pool.written(0)), 0);

    assertThat(pool.changes(1)).hasExactlyElementsOfTypes(Change.Resumed.class);
    assertThat(pool.written(1).version()).isEqualTo(3);
    assertThat(pool.written()).hasSize(2);
  }

  @Test
  void decidesAgainWhenAnotherEntryTakesTheVersion() throws Exception {
    pool.read(journal.open(definition));
    pool.command(CommandKind.PAUSE);

    pool.read(journal.lease("m1", 8));

    assertThat(pool.written()).extracting(JournalRecord::version).containsExactly(2L, 3L);
    assertThat(pool.changes(1)).hasExactlyElementsOfTypes(Change.Paused.class);
  }

  @Test
  void decidesNothingAboutWhatHappenedAlready() throws Exception {
    pool.read(journal.open(definition));
    pool.command(CommandKind.PAUSE);

    pool.read(journal.write(Pause.of(PauseKind.COMMAND, "by another").change()));

    assertThat(pool.written()).hasSize(1);
  }

  @Test
  void decidesAgainWhenItsEntryDoesNotComeBack() throws Exception {
    pool.read(journal.open(definition));
    pool.command(CommandKind.PAUSE);

    pool.setProcessingTime(30_000);
    assertThat(pool.written()).hasSize(1);
    pool.setProcessingTime(32_000);

    assertThat(pool.written()).hasSize(2);
    assertThat(pool.written(1)).isEqualTo(pool.written(0));
  }

  @Test
  void waitsForTheVersionThatAnEventIsBasedOn() throws Exception {
    pool.read(journal.open(definition));
    pool.processElement(PoolInput.leaseWanted(TASK, 3, minibatch("m3"), Long.MAX_VALUE), 0);
    pool.read(journal.lease("m1", 8));
    assertThat(pool.written()).isEmpty();

    pool.read(journal.settle("m1"));

    assertThat(pool.changes(0)).hasExactlyElementsOfTypes(Change.Leased.class);
    assertThat(pool.written(0).version()).isEqualTo(4);
  }

  @Test
  void takesOverOnceTheJournalIsRead() throws Exception {
    try (DecideHarness next = DecideHarness.of("run-2")) {
      next.open();
      next.processElement(PoolInput.taskSeen(definition), 0);
      next.processElement(PoolInput.journal(journal.open(definition)), 0);
      for (int i = 0; i < 20; i++) {
        next.processElement(PoolInput.journal(journal.lease("m" + i, 8)), 0);
      }
      assertThat(next.written())
          .as("one entry that came too late, not one for each that was read")
          .hasSize(1);

      next.setProcessingTime(1_000);

      JournalRecord takeover = next.written().get(1);
      assertThat(takeover.version()).isEqualTo(22);
      assertThat(DecideHarness.decode(takeover).changes())
          .hasExactlyElementsOfTypes(Change.Owned.class);
      assertThat(DecideHarness.decode(takeover).owner()).isEqualTo("run-2");
    }
  }

  @Test
  void aRestoredRunOfAnotherNameTakesOverAtItsNextHeartbeat() throws Exception {
    pool.read(journal.open(definition));
    OperatorSubtaskState checkpoint = pool.snapshot(1, 0);
    try (DecideHarness next = DecideHarness.of("run-2")) {
      next.initializeState(checkpoint);
      next.open();

      next.setProcessingTime(1_000);

      assertThat(next.changes(0)).containsExactly(new Change.Owned("run-2", 0));
    }
  }

  @Test
  void staysOutOnceAnotherRunTookOver() throws Exception {
    pool.read(journal.open(definition));
    PoolJournal next = journal.writtenBy("run-2");
    pool.read(next.write(new Change.Owned("run-2", 0)));

    pool.command(CommandKind.PAUSE);
    pool.processElement(PoolInput.taskSeen(definition), 0);
    for (int second = 1; second <= 120; second++) {
      pool.setProcessingTime(second * 1_000L);
    }

    assertThat(pool.written()).isEmpty();
  }

  @Test
  void saysNothingMoreOfATaskThatAnotherRunTookOver() throws Exception {
    pool.read(journal.open(definition));
    PoolJournal next = journal.writtenBy("run-2");
    pool.read(next.write(new Change.Owned("run-2", 0)));

    pool.read(next.lease("m1", 8));

    assertThat(pool.statuses()).hasSize(2);
  }

  @Test
  void doesNotTakeAnEntryOfItsOwnPastForTheOneThatItJustWrote() throws Exception {
    pool.read(journal.open(definition));
    OperatorSubtaskState checkpoint = pool.snapshot(1, 0);
    JournalRecord afterTheCheckpoint = journal.lease("m1", 8);
    try (DecideHarness restored = DecideHarness.of("run-1")) {
      restored.initializeState(checkpoint);
      restored.open();
      restored.processElement(
          PoolInput.commanded(TASK, Command.of(CommandKind.PAUSE, "a person wants it"), null), 0);

      restored.processElement(PoolInput.journal(afterTheCheckpoint), 0);

      JournalRecord again = restored.written().get(1);
      assertThat(again.version()).isEqualTo(3);
      assertThat(DecideHarness.decode(again).changes())
          .hasExactlyElementsOfTypes(Change.Paused.class);
    }
  }

  @Test
  void aRestoredRunIsDoneWithAnEventWhoseEntryCameThrough() throws Exception {
    pool.read(journal.open(definition));
    pool.command(CommandKind.PAUSE);
    OperatorSubtaskState checkpoint = pool.snapshot(1, 0);
    try (DecideHarness restored = DecideHarness.of("run-1")) {
      restored.initializeState(checkpoint);
      restored.open();

      restored.processElement(PoolInput.journal(pool.written(0)), 0);
      restored.setProcessingTime(60_000);

      assertThat(restored.written()).isEmpty();
    }
  }

  @Test
  void aGapInTheJournalStopsTheTaskAndIsShownOnce() throws Exception {
    pool.read(journal.open(definition));
    journal.lease("m1", 8);
    journal.lease("m2", 8);
    pool.read(journal.lease("m3", 8));
    pool.read(journal.lease("m4", 8));

    pool.command(CommandKind.PAUSE);
    pool.setProcessingTime(60_000);

    assertThat(pool.statuses()).hasSize(2);
    assertThat(pool.statuses().get(1).phase()).isEqualTo(StatusRecord.Phase.PAUSED);
    assertThat(pool.statuses().get(1).lastError()).startsWith("journal entries 2 to 3 are missing");
    assertThat(pool.written()).isEmpty();
  }

  @Test
  void aSnapshotEndsAGap() throws Exception {
    pool.read(journal.open(definition));
    journal.lease("m1", 8);
    pool.read(journal.lease("m2", 8));
    pool.command(CommandKind.PAUSE);

    pool.read(journal.write(new Change.Snapshot(journal.pool())));

    assertThat(pool.statuses()).hasSize(3);
    assertThat(pool.statuses().get(1).lastError()).startsWith("journal entry 2 is missing");
    assertThat(pool.statuses().get(2).lastError()).isNull();
    assertThat(pool.changes(0)).hasExactlyElementsOfTypes(Change.Paused.class);
    assertThat(pool.written(0).version()).isEqualTo(5);
  }

  @Test
  void aTaskOfWhichOnlyLaterEntriesAreLeftIsShownAndNotBegunAnew() throws Exception {
    journal.open(definition);
    pool.read(journal.lease("m1", 8));

    pool.processElement(PoolInput.taskSeen(definition), 0);

    assertThat(pool.statuses()).hasSize(1);
    assertThat(pool.statuses().get(0).lastError()).startsWith("journal entry 1 is missing");
    assertThat(pool.statuses().get(0).champion()).isNull();
    assertThat(pool.written()).isEmpty();
  }

  @Test
  void aTaskOutOfItsDayGoesOnAtMidnightWithoutAnyoneSteering() throws Exception {
    TaskDefinition daily = TaskBuilder.ascent().perDay(new Caps(20L, null, null)).build();
    pool.read(journal.open(daily));
    pool.read(journal.lease("m1", 20));
    pool.read(journal.write(new Change.Settled("m1", new Spend(19, 0, 0, 0, 0, 0, 0, 0), 0)));
    pool.processElement(PoolInput.leaseWanted(TASK, 3, minibatch("m2"), Long.MAX_VALUE), 0);
    pool.processElement(PoolInput.journal(pool.written(0)), 0);

    StatusRecord paused = pool.statuses().get(3);
    assertThat(paused.phase()).isEqualTo(StatusRecord.Phase.PAUSED);
    assertThat(paused.pauseCause()).isEqualTo(StatusRecord.PauseCause.CAP);
    assertThat(paused.pausedUntil()).isEqualTo(MIDNIGHT);
    assertThat(paused.lastError()).startsWith("19 of 20 rollouts a day are spent");
    pool.setProcessingTime(MIDNIGHT.toEpochMilli() - 1);
    assertThat(pool.written()).hasSize(1);

    pool.setProcessingTime(MIDNIGHT.toEpochMilli() + 1_000);

    assertThat(pool.written()).hasSize(2);
    assertThat(pool.changes(1)).containsExactly(new Change.DayBegan(1), new Change.Resumed());
    pool.processElement(PoolInput.journal(pool.written(1)), 0);
    assertThat(pool.statuses().get(4).phase()).isEqualTo(StatusRecord.Phase.SEARCHING);
    assertThat(pool.statuses().get(4).pausedUntil()).isNull();
    pool.setProcessingTime(MIDNIGHT.toEpochMilli() + 60_000);
    assertThat(pool.written()).hasSize(2);
  }

  @Test
  void aRestoredRunNotesTheDayOnWhichItIsRestored() throws Exception {
    pool.read(journal.open(TaskBuilder.ascent().perDay(new Caps(20L, null, null)).build()));
    OperatorSubtaskState checkpoint = pool.snapshot(1, 0);
    try (DecideHarness next = DecideHarness.of("run-2")) {
      next.setProcessingTime(MIDNIGHT.toEpochMilli());
      next.initializeState(checkpoint);
      next.open();

      next.setProcessingTime(MIDNIGHT.toEpochMilli() + 1);

      assertThat(next.written()).hasSize(1);
      assertThat(next.changes(0)).containsExactly(new Change.Owned("run-2", 1));
    }
  }

  @Test
  void theTimeThatTheSettingsTellIsDecidedBy() throws Exception {
    AscentSettings aDayAhead =
        HarnessSettings.of("run-1")
            .withClock(millis -> Instant.ofEpochMilli(millis).plus(Duration.ofDays(1)));
    try (DecideHarness ahead = new DecideHarness(aDayAhead)) {
      ahead.open();
      ahead.processElement(PoolInput.taskSeen(definition), 0);

      assertThat(ahead.changes(0)).contains(new Change.Owned("run-1", 1));
    }
  }

  private static Minibatch minibatch(String id) {
    Example example = Example.labelled("e1", Map.of("ticket", "a"), Map.of("team", "b"));
    return new Minibatch(id, TASK, Minibatch.Purpose.STEP, List.of(example), 0);
  }
}
