package dev.ascent.core.decision;

import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replay;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what an event means for a pool. It changes nothing: what it decides is an entry, which
 * applies when it is read back from the journal. Deciding the same event again on a later pool,
 * after another entry took the version, is safe: what happened already is not done twice.
 */
public final class Decider {
  private final String owner;

  /**
   * @param owner id of this run of the job, under which it writes entries
   */
  public Decider(String owner) {
    this.owner = owner;
  }

  /** Whether the pool's task is this run's to decide about. */
  public boolean owns(Pool pool) {
    return pool.owner().equals(owner);
  }

  /**
   * The entry that the event calls for, or nothing.
   *
   * @param day UTC days since 1970-01-01
   */
  public Optional<JournalEntry> decide(Pool pool, PoolEvent event, long day) {
    List<Change> changes = new ArrayList<>();
    String cause;
    if (event instanceof PoolEvent.TaskSeen seen) {
      cause = "task definition";
      define(pool, seen, day, changes);
    } else if (!owns(pool)) {
      // Until this run owns the task whatever it decides would be void.
      return Optional.empty();
    } else if (event instanceof PoolEvent.LeaseWanted wanted) {
      cause = "minibatch " + wanted.minibatch() + " wants to start";
      changes.addAll(new StepDecisions(pool, day).lease(wanted));
    } else if (event instanceof PoolEvent.StepEnded ended) {
      cause = "minibatch " + ended.outcome().manifest().id() + " ended";
      changes.addAll(new StepDecisions(pool, day).conclude(ended.outcome()));
    } else if (event instanceof PoolEvent.RoundEnded ended) {
      cause = "attempt " + ended.outcome().attempt() + ", round " + ended.outcome().round();
      changes.addAll(new AttemptDecisions(pool, day).conclude(ended.outcome()));
    } else if (event instanceof PoolEvent.RolloutLate late) {
      cause = "late rollout";
      changes.addAll(new StepDecisions(pool, day).credit(late.rollout()));
    } else if (event instanceof PoolEvent.Commanded commanded) {
      cause = "command " + commanded.kind();
      command(pool, commanded, changes);
    } else if (event instanceof PoolEvent.Failed failed) {
      cause = "systemic fault";
      if (pool.isActive()) {
        changes.add(new Change.Paused(failed.reason()));
      }
    } else if (event instanceof PoolEvent.TaskGone) {
      cause = "task record removed";
      retire(pool, changes);
    } else {
      throw new AssertionError("nothing is decided about a " + event.getClass().getName());
    }
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new JournalEntry(pool.task(), pool.version() + 1, owner, cause, List.copyOf(changes)));
  }

  private void define(Pool pool, PoolEvent.TaskSeen seen, long day, List<Change> changes) {
    boolean takesOver = !owns(pool);
    if (takesOver) {
      changes.add(new Change.Owned(owner, day));
    }
    if (!seen.definition().equals(pool.definition())) {
      changes.add(new Change.Defined(seen.definition()));
    }
    if (takesOver) {
      changes.addAll(new AttemptDecisions(Replay.preview(pool, changes), day).resume());
    }
  }

  private static void command(Pool pool, PoolEvent.Commanded commanded, List<Change> changes) {
    switch (commanded.kind()) {
      case PAUSE -> {
        if (pool.isActive()) {
          changes.add(new Change.Paused("paused by command: " + commanded.reason()));
        }
      }
      case RESUME -> {
        if (!pool.pauseReason().isEmpty()) {
          changes.add(new Change.Resumed());
        }
      }
      case RETIRE -> retire(pool, changes);
    }
  }

  private static void retire(Pool pool, List<Change> changes) {
    if (pool.phase() != Phase.RETIRED) {
      changes.add(new Change.Retired());
    }
  }
}
