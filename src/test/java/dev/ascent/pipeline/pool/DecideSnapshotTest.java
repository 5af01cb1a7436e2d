package dev.ascent.pipeline.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.budget.UtcDay;
import dev.ascent.core.decision.CommandKind;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.testing.PoolJournal;
import dev.ascent.testing.TaskBuilder;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the whole pool is written into the journal. */
class DecideSnapshotTest {
  private static final String TASK = "tickets";

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
  void everyHundredthEntryBeginsWithASnapshot() throws Exception {
    pool.read(journal.open(definition));
    for (int i = 2; i < 100; i++) {
      pool.read(journal.lease("m" + i, 1));
    }
    pool.command(CommandKind.PAUSE);

    assertThat(pool.written(0).version()).isEqualTo(100);
    assertThat(pool.changes(0))
        .hasExactlyElementsOfTypes(Change.Snapshot.class, Change.Paused.class);
    assertThat(((Change.Snapshot) pool.changes(0).get(0)).pool()).isEqualTo(journal.pool());
  }

  @Test
  void anIdleTaskGetsASnapshotInTime() throws Exception {
    pool.read(journal.open(definition));
    pool.setProcessingTime(DecideHarness.IDLE.toMillis() - 1);
    assertThat(pool.written()).isEmpty();

    pool.setProcessingTime(DecideHarness.IDLE.toMillis() + 1_000);

    assertThat(DecideHarness.decode(pool.written(0)).cause()).isEqualTo("snapshot");
    assertThat(((Change.Snapshot) pool.changes(0).get(0)).pool()).isEqualTo(journal.pool());
    pool.processElement(PoolInput.journal(pool.written(0)), 0);
    pool.setProcessingTime(2 * DecideHarness.IDLE.toMillis() - 1);
    assertThat(pool.written()).hasSize(1);
    pool.setProcessingTime(2 * DecideHarness.IDLE.toMillis() + 2_000);
    assertThat(pool.written()).hasSize(2);
  }

  @Test
  void aRetiredTaskGetsSnapshotsToo() throws Exception {
    pool.read(journal.open(definition));
    pool.read(journal.write(new Change.Retired()));

    pool.setProcessingTime(DecideHarness.IDLE.toMillis() + 1_000);

    assertThat(pool.changes(0).get(0)).isInstanceOf(Change.Snapshot.class);
  }

  @Test
  void aSnapshotFollowsADeletionAtOnce() throws Exception {
    long begin = UtcDay.start(10).toEpochMilli();
    pool.setProcessingTime(begin);
    pool.read(journal.write(new Change.Owned("run-1", 10), new Change.Defined(definition)));
    pool.setProcessingTime(begin + 5_000);
    assertThat(pool.written()).isEmpty();
    pool.read(journal.write(new Change.Forgotten(List.of("ab12"), List.of())));

    pool.setProcessingTime(begin + 7_000);

    Pool snapshot = ((Change.Snapshot) pool.changes(0).get(0)).pool();
    assertThat(snapshot.forgotten().records()).containsKey("ab12");
  }

  @Test
  void aRunThatDoesNotOwnATaskWritesNoSnapshotOfIt() throws Exception {
    PoolJournal others = PoolJournal.empty(TASK, "run-2");
    pool.read(others.open(definition));

    pool.setProcessingTime(DecideHarness.IDLE.toMillis() + 1_000);

    assertThat(pool.written()).noneMatch(entry -> entry.body().contains("snapshot\""));
  }
}
