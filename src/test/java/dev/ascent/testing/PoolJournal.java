package dev.ascent.testing;

import dev.ascent.core.budget.Lease;
import dev.ascent.core.budget.Spend;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.pool.Replayed;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.pipeline.journal.JournalRecord;
import dev.ascent.wire.JournalCodec;
import java.util.List;

/** Writes a task's journal by hand, and holds the pool that follows from it. */
public final class PoolJournal {
  private final String owner;
  private Pool pool;

  private PoolJournal(Pool pool, String owner) {
    this.pool = pool;
    this.owner = owner;
  }

  /** The journal of a task that nothing was decided about. */
  public static PoolJournal empty(String task, String owner) {
    return new PoolJournal(Pool.empty(task), owner);
  }

  /** The same journal, written by another run of the job. */
  public PoolJournal writtenBy(String other) {
    return new PoolJournal(pool, other);
  }

  public Pool pool() {
    return pool;
  }

  /** The entry by which a run begins with a task. */
  public JournalRecord open(TaskDefinition definition) {
    return write(new Change.Owned(owner, 0), new Change.Defined(definition));
  }

  public JournalRecord lease(String minibatch, int rollouts) {
    return write(new Change.Leased(new Lease(minibatch, rollouts, 1)));
  }

  public JournalRecord settle(String minibatch) {
    return write(new Change.Settled(minibatch, Spend.NONE, 0));
  }

  /** The next entry; it applies. */
  public JournalRecord write(Change... changes) {
    JournalEntry entry =
        new JournalEntry(pool.task(), pool.version() + 1, owner, "test", List.of(changes));
    pool = ((Replayed.Applied) Replay.apply(pool, entry)).pool();
    return new JournalRecord(entry.task(), entry.version(), JournalCodec.encode(entry));
  }
}
