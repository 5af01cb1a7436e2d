package dev.ascent.pipeline.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.budget.Spend;
import dev.ascent.core.budget.UtcDay;
import dev.ascent.core.decision.Command;
import dev.ascent.core.decision.CommandKind;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.Pause;
import dev.ascent.core.pool.PauseKind;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.task.Caps;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.journal.JournalRecord;
import dev.ascent.testing.HarnessSettings;
import dev.ascent.testing.PoolJournal;
import dev.ascent.testing.TaskBuilder;
import dev.ascent.wire.JournalCodec;
import dev.ascent.wire.record.StatusRecord;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DecideFunctionTest {
  private static final String TASK = "tickets";

  private static final Duration IDLE = Duration.ofDays(3);

  /** The end of the day on which the harness begins. */
  private static final Instant MIDNIGHT = UtcDay.start(1);

  private final TaskDefinition definition = TaskBuilder.ascent().build();
  private final PoolJournal journal = PoolJournal.empty(TASK, "run-1");

  private KeyedOneInputStreamOperatorTestHarness<String, PoolInput, JournalRecord> pool;

  @BeforeEach
  void open() throws Exception {
    pool = harness("run-1");
    pool.open();
  }

  @AfterEach
  void close() throws Exception {
    pool.close();
  }

  @Test
  void opensATaskThatItSees() throws Exception {
    pool.processElement(PoolInput.taskSeen(definition), 0);

    assertThat(changes(0)).hasExactlyElementsOfTypes(Change.Owned.class, Change.Defined.class);
    assertThat(pool.getSideOutput(DecideFunction.POOLS)).isNull();

    pool.processElement(PoolInput.journal(written(0)), 0);

    assertThat(pool.getSideOutput(DecideFunction.POOLS)).hasSize(1);
    assertThat(written()).hasSize(1);
  }

  @Test
  void hasOneUndecidedEntryOutAtATime() throws Exception {
    read(journal.open(definition));
    command(CommandKind.PAUSE);
    command(CommandKind.RESUME);
    assertThat(written()).hasSize(1);

    pool.processElement(PoolInput.journal(written(0)), 0);

    assertThat(changes(1)).hasExactlyElementsOfTypes(Change.Resumed.class);
    assertThat(written(1).version()).isEqualTo(3);
    assertThat(written()).hasSize(2);
  }

  @Test
  void decidesAgainWhenAnotherEntryTakesTheVersion() throws Exception {
    read(journal.open(definition));
    command(CommandKind.PAUSE);

    read(journal.lease("m1", 8));

    assertThat(written()).extracting(JournalRecord::version).containsExactly(2L, 3L);
    assertThat(changes(1)).hasExactlyElementsOfTypes(Change.Paused.class);
  }

  @Test
  void decidesNothingAboutWhatHappenedAlready() throws Exception {
    read(journal.open(definition));
    command(CommandKind.PAUSE);

    read(journal.write(Pause.of(PauseKind.COMMAND, "by another").change()));

    assertThat(written()).hasSize(1);
  }

  @Test
  void decidesAgainWhenItsEntryDoesNotComeBack() throws Exception {
    read(journal.open(definition));
    command(CommandKind.PAUSE);

    pool.setProcessingTime(30_000);
    assertThat(written()).hasSize(1);
    pool.setProcessingTime(32_000);

    assertThat(written()).hasSize(2);
    assertThat(written(1)).isEqualTo(written(0));
  }

  @Test
  void waitsForTheVersionThatAnEventIsBasedOn() throws Exception {
    read(journal.open(definition));
    pool.processElement(PoolInput.leaseWanted(TASK, 3, minibatch("m3"), Long.MAX_VALUE), 0);
    read(journal.lease("m1", 8));
    assertThat(written()).isEmpty();

    read(journal.settle("m1"));

    assertThat(changes(0)).hasExactlyElementsOfTypes(Change.Leased.class);
    assertThat(written(0).version()).isEqualTo(4);
  }

  @Test
  void takesOverOnceTheJournalIsRead() throws Exception {
    try (KeyedOneInputStreamOperatorTestHarness<String, PoolInput, JournalRecord> next =
        harness("run-2")) {
      next.open();
      next.processElement(PoolInput.taskSeen(definition), 0);
      next.processElement(PoolInput.journal(journal.open(definition)), 0);
      for (int i = 0; i < 20; i++) {
        next.processElement(PoolInput.journal(journal.lease("m" + i, 8)), 0);
      }
      assertThat(next.extractOutputValues())
          .as("one entry that came too late, not one for each that was read")
          .hasSize(1);

      next.setProcessingTime(1_000);

      JournalRecord takeover = next.extractOutputValues().get(1);
      assertThat(takeover.version()).isEqualTo(22);
      assertThat(decode(takeover).changes()).hasExactlyElementsOfTypes(Change.Owned.class);
      assertThat(decode(takeover).owner()).isEqualTo("run-2");
    }
  }

  @Test
  void aRestoredRunOfAnotherNameTakesOverAtItsNextHeartbeat() throws Exception {
    read(journal.open(definition));
    OperatorSubtaskState checkpoint = pool.snapshot(1, 0);
    try (KeyedOneInputStreamOperatorTestHarness<String, PoolInput, JournalRecord> next =
        harness("run-2")) {
      next.initializeState(checkpoint);
      next.open();

      next.setProcessingTime(1_000);

      assertThat(decode(next.extractOutputValues().get(0)).changes())
          .containsExactly(new Change.Owned("run-2", 0));
    }
  }

  @Test
  void staysOutOnceAnotherRunTookOver() throws Exception {
    read(journal.open(definition));
    PoolJournal next = journal.writtenBy("run-2");
    read(next.write(new Change.Owned("run-2", 0)));

    command(CommandKind.PAUSE);
    pool.processElement(PoolInput.taskSeen(definition), 0);
    for (int second = 1; second <= 120; second++) {
      pool.setProcessingTime(second * 1_000L);
    }

    assertThat(written()).isEmpty();
  }

  @Test
  void saysNothingMoreOfATaskThatAnotherRunTookOver() throws Exception {
    read(journal.open(definition));
    PoolJournal next = journal.writtenBy("run-2");
    read(next.write(new Change.Owned("run-2", 0)));

    read(next.lease("m1", 8));

    assertThat(statuses()).hasSize(2);
  }

  @Test
  void doesNotTakeAnEntryOfItsOwnPastForTheOneThatItJustWrote() throws Exception {
    read(journal.open(definition));
    OperatorSubtaskState checkpoint = pool.snapshot(1, 0);
    JournalRecord afterTheCheckpoint = journal.lease("m1", 8);
    try (KeyedOneInputStreamOperatorTestHarness<String, PoolInput, JournalRecord> restored =
        harness("run-1")) {
      restored.initializeState(checkpoint);
      restored.open();
      restored.processElement(
          PoolInput.commanded(TASK, Command.of(CommandKind.PAUSE, "a person wants it"), null), 0);

      restored.processElement(PoolInput.journal(afterTheCheckpoint), 0);

      JournalRecord again = restored.extractOutputValues().get(1);
      assertThat(again.version()).isEqualTo(3);
      assertThat(decode(again).changes()).hasExactlyElementsOfTypes(Change.Paused.class);
    }
  }

  @Test
  void aRestoredRunIsDoneWithAnEventWhoseEntryCameThrough() throws Exception {
    read(journal.open(definition));
    command(CommandKind.PAUSE);
    OperatorSubtaskState checkpoint = pool.snapshot(1, 0);
    try (KeyedOneInputStreamOperatorTestHarness<String, PoolInput, JournalRecord> restored =
        harness("run-1")) {
      restored.initializeState(checkpoint);
      restored.open();

      restored.processElement(PoolInput.journal(written(0)), 0);
      restored.setProcessingTime(60_000);

      assertThat(restored.extractOutputValues()).isEmpty();
    }
  }

  @Test
  void aGapInTheJournalStopsTheTaskAndIsShownOnce() throws Exception {
    read(journal.open(definition));
    journal.lease("m1", 8);
    journal.lease("m2", 8);
    read(journal.lease("m3", 8));
    read(journal.lease("m4", 8));

    command(CommandKind.PAUSE);
    pool.setProcessingTime(60_000);

    assertThat(statuses()).hasSize(2);
    assertThat(statuses().get(1).phase()).isEqualTo(StatusRecord.Phase.PAUSED);
    assertThat(statuses().get(1).lastError()).startsWith("journal entries 2 to 3 are missing");
    assertThat(written()).isEmpty();
  }

  @Test
  void aSnapshotEndsAGap() throws Exception {
    read(journal.open(definition));
    journal.lease("m1", 8);
    read(journal.lease("m2", 8));
    command(CommandKind.PAUSE);

    read(journal.write(new Change.Snapshot(journal.pool())));

    assertThat(statuses()).hasSize(3);
    assertThat(statuses().get(1).lastError()).startsWith("journal entry 2 is missing");
    assertThat(statuses().get(2).lastError()).isNull();
    assertThat(changes(0)).hasExactlyElementsOfTypes(Change.Paused.class);
    assertThat(written(0).version()).isEqualTo(5);
  }

  @Test
  void aTaskOfWhichOnlyLaterEntriesAreLeftIsShownAndNotBegunAnew() throws Exception {
    journal.open(definition);
    read(journal.lease("m1", 8));

    pool.processElement(PoolInput.taskSeen(definition), 0);

    assertThat(statuses()).hasSize(1);
    assertThat(statuses().get(0).lastError()).startsWith("journal entry 1 is missing");
    assertThat(statuses().get(0).champion()).isNull();
    assertThat(written()).isEmpty();
  }

  @Test
  void aTaskOutOfItsDayGoesOnAtMidnightWithoutAnyoneSteering() throws Exception {
    TaskDefinition daily = TaskBuilder.ascent().perDay(new Caps(20L, null, null)).build();
    read(journal.open(daily));
    read(journal.lease("m1", 20));
    read(journal.write(new Change.Settled("m1", new Spend(19, 0, 0, 0, 0, 0, 0, 0), 0)));
    pool.processElement(PoolInput.leaseWanted(TASK, 3, minibatch("m2"), Long.MAX_VALUE), 0);
    pool.processElement(PoolInput.journal(written(0)), 0);

    StatusRecord paused = statuses().get(3);
    assertThat(paused.phase()).isEqualTo(StatusRecord.Phase.PAUSED);
    assertThat(paused.pauseCause()).isEqualTo(StatusRecord.PauseCause.CAP);
    assertThat(paused.pausedUntil()).isEqualTo(MIDNIGHT);
    assertThat(paused.lastError()).startsWith("19 of 20 rollouts a day are spent");
    pool.setProcessingTime(MIDNIGHT.toEpochMilli() - 1);
    assertThat(written()).hasSize(1);

    pool.setProcessingTime(MIDNIGHT.toEpochMilli() + 1_000);

    assertThat(written()).hasSize(2);
    assertThat(changes(1)).containsExactly(new Change.DayBegan(1), new Change.Resumed());
    pool.processElement(PoolInput.journal(written(1)), 0);
    assertThat(statuses().get(4).phase()).isEqualTo(StatusRecord.Phase.SEARCHING);
    assertThat(statuses().get(4).pausedUntil()).isNull();
    pool.setProcessingTime(MIDNIGHT.toEpochMilli() + 60_000);
    assertThat(written()).hasSize(2);
  }

  @Test
  void aRestoredRunNotesTheDayOnWhichItIsRestored() throws Exception {
    read(journal.open(TaskBuilder.ascent().perDay(new Caps(20L, null, null)).build()));
    OperatorSubtaskState checkpoint = pool.snapshot(1, 0);
    try (KeyedOneInputStreamOperatorTestHarness<String, PoolInput, JournalRecord> next =
        harness("run-2")) {
      next.setProcessingTime(MIDNIGHT.toEpochMilli());
      next.initializeState(checkpoint);
      next.open();

      next.setProcessingTime(MIDNIGHT.toEpochMilli() + 1);

      assertThat(next.extractOutputValues()).hasSize(1);
      assertThat(decode(next.extractOutputValues().get(0)).changes())
          .containsExactly(new Change.Owned("run-2", 1));
    }
  }

  @Test
  void theTimeThatTheSettingsTellIsDecidedBy() throws Exception {
    AscentSettings aDayAhead =
        HarnessSettings.of("run-1")
            .withClock(millis -> Instant.ofEpochMilli(millis).plus(Duration.ofDays(1)));
    try (KeyedOneInputStreamOperatorTestHarness<String, PoolInput, JournalRecord> ahead =
        harness(aDayAhead)) {
      ahead.open();
      ahead.processElement(PoolInput.taskSeen(definition), 0);

      assertThat(decode(ahead.extractOutputValues().get(0)).changes())
          .contains(new Change.Owned("run-1", 1));
    }
  }

  private List<StatusRecord> statuses() {
    return pool.getSideOutput(DecideFunction.POOLS).stream()
        .map(shown -> StatusFunction.status(shown.getValue(), null, Instant.EPOCH))
        .toList();
  }

  @Test
  void everyHundredthEntryBeginsWithASnapshot() throws Exception {
    read(journal.open(definition));
    for (int i = 2; i < 100; i++) {
      read(journal.lease("m" + i, 1));
    }
    command(CommandKind.PAUSE);

    assertThat(written(0).version()).isEqualTo(100);
    assertThat(changes(0)).hasExactlyElementsOfTypes(Change.Snapshot.class, Change.Paused.class);
    assertThat(((Change.Snapshot) changes(0).get(0)).pool()).isEqualTo(journal.pool());
  }

  @Test
  void anIdleTaskGetsASnapshotInTime() throws Exception {
    read(journal.open(definition));
    pool.setProcessingTime(IDLE.toMillis() - 1);
    assertThat(written()).isEmpty();

    pool.setProcessingTime(IDLE.toMillis() + 1_000);

    assertThat(decode(written(0)).cause()).isEqualTo("snapshot");
    assertThat(((Change.Snapshot) changes(0).get(0)).pool()).isEqualTo(journal.pool());
    pool.processElement(PoolInput.journal(written(0)), 0);
    pool.setProcessingTime(2 * IDLE.toMillis() - 1);
    assertThat(written()).hasSize(1);
    pool.setProcessingTime(2 * IDLE.toMillis() + 2_000);
    assertThat(written()).hasSize(2);
  }

  @Test
  void aRetiredTaskGetsSnapshotsToo() throws Exception {
    read(journal.open(definition));
    read(journal.write(new Change.Retired()));

    pool.setProcessingTime(IDLE.toMillis() + 1_000);

    assertThat(changes(0).get(0)).isInstanceOf(Change.Snapshot.class);
  }

  @Test
  void aSnapshotFollowsADeletionAtOnce() throws Exception {
    long begin = UtcDay.start(10).toEpochMilli();
    pool.setProcessingTime(begin);
    read(journal.write(new Change.Owned("run-1", 10), new Change.Defined(definition)));
    pool.setProcessingTime(begin + 5_000);
    assertThat(written()).isEmpty();
    read(journal.write(new Change.Forgotten(List.of("ab12"), List.of())));

    pool.setProcessingTime(begin + 7_000);

    Pool snapshot = ((Change.Snapshot) changes(0).get(0)).pool();
    assertThat(snapshot.forgotten().records()).containsKey("ab12");
  }

  @Test
  void aRunThatDoesNotOwnATaskWritesNoSnapshotOfIt() throws Exception {
    PoolJournal others = PoolJournal.empty(TASK, "run-2");
    read(others.open(definition));

    pool.setProcessingTime(IDLE.toMillis() + 1_000);

    assertThat(written()).noneMatch(entry -> entry.body().contains("snapshot\""));
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, PoolInput, JournalRecord> harness(
      String owner) throws Exception {
    return harness(HarnessSettings.of(owner).withSnapshotEvery(IDLE));
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, PoolInput, JournalRecord> harness(
      AscentSettings settings) throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(new DecideFunction(settings)), PoolInput::task, Types.STRING);
  }

  private void read(JournalRecord entry) throws Exception {
    pool.processElement(PoolInput.journal(entry), 0);
  }

  private void command(CommandKind kind) throws Exception {
    pool.processElement(PoolInput.commanded(TASK, Command.of(kind, "test"), null), 0);
  }

  private static Minibatch minibatch(String id) {
    Example example = Example.labelled("e1", Map.of("ticket", "a"), Map.of("team", "b"));
    return new Minibatch(id, TASK, Minibatch.Purpose.STEP, List.of(example), 0);
  }

  private List<JournalRecord> written() {
    return pool.extractOutputValues();
  }

  private JournalRecord written(int index) {
    return written().get(index);
  }

  private List<Change> changes(int index) throws IOException {
    return decode(written(index)).changes();
  }

  private static JournalEntry decode(JournalRecord entry) throws IOException {
    return JournalCodec.decode(entry.body());
  }
}
