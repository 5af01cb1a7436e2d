package dev.ascent.core.decision;

import dev.ascent.core.budget.Cost;
import dev.ascent.core.budget.UtcDay;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Heard;
import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.Pause;
import dev.ascent.core.pool.PauseKind;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.pool.TopicPosition;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.task.BudgetSettings;
import dev.ascent.core.task.Caps;
import dev.ascent.core.task.TaskDefinition;
import java.time.Instant;
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
   * @param now the time by which days turn and pauses end
   */
  public Optional<JournalEntry> decide(Pool pool, PoolEvent event, Instant now) {
    long day = UtcDay.of(now);
    boolean isHeard = pool.heard().has(topic(event), position(event));
    List<Change> changes = new ArrayList<>();
    String cause;
    if (event instanceof PoolEvent.TaskSeen seen) {
      cause = "task definition";
      // An earlier definition, which is read again, takes the task over and does not come back.
      define(pool, isHeard ? pool.definition() : seen.definition(), day, changes);
    } else if (event instanceof PoolEvent.TakeoverDue) {
      cause = "takeover";
      define(pool, pool.definition(), day, changes);
    } else if (!owns(pool)) {
      // Until this run owns the task whatever it decides would be void.
      return Optional.empty();
    } else if (isHeard) {
      return Optional.empty();
    } else if (event instanceof PoolEvent.LeaseWanted wanted) {
      cause = "minibatch " + wanted.minibatch() + " wants to start";
      changes.addAll(
          wanted.purpose() == Minibatch.Purpose.LIVE
              ? new LiveDecisions(pool, day).lease(wanted)
              : new StepDecisions(pool, now).lease(wanted));
    } else if (event instanceof PoolEvent.StepEnded ended) {
      cause = "minibatch " + ended.outcome().manifest().id() + " ended";
      changes.addAll(new StepDecisions(pool, now).conclude(ended.outcome()));
      goOnIfReturned(pool, day, changes);
    } else if (event instanceof PoolEvent.RoundEnded ended) {
      cause = "attempt " + ended.outcome().attempt() + ", round " + ended.outcome().round();
      changes.addAll(new AttemptDecisions(pool, day).conclude(ended.outcome()));
      goOnIfReturned(pool, day, changes);
    } else if (event instanceof PoolEvent.LiveEnded ended) {
      cause = "live rollouts " + ended.outcome().batch();
      changes.addAll(new LiveDecisions(pool, day).conclude(ended.outcome()));
    } else if (event instanceof PoolEvent.RolloutLate late) {
      cause = "late rollout";
      changes.addAll(new StepDecisions(pool, now).credit(late.rollout()));
    } else if (event instanceof PoolEvent.Commanded commanded) {
      cause = "command " + commanded.command().kind() + ": " + commanded.command().reason();
      command(pool, commanded.command(), day, changes);
    } else if (event instanceof PoolEvent.Failed failed) {
      cause = "systemic fault";
      // Another definition may have mended what calls of the one before still fail for.
      if (pool.maySpendKept() && pool.definition().programProfiles().equals(failed.asked())) {
        changes.add(Pause.of(PauseKind.FAULT, failed.reason()).change());
      }
    } else if (event instanceof PoolEvent.SnapshotDue) {
      cause = "snapshot";
      changes.add(new Change.Snapshot(pool, now.toEpochMilli()));
    } else if (event instanceof PoolEvent.TimePassed) {
      cause = "time";
      passTime(pool, now, changes);
    } else if (event instanceof PoolEvent.TaskGone) {
      cause = "task record removed";
      retire(pool, changes);
    } else {
      throw new AssertionError("nothing is decided about a " + event.getClass().getName());
    }
    if (!changes.isEmpty() && !isHeard && position(event) != null) {
      changes.add(new Change.Listened(topic(event), position(event)));
    }
    if (owns(pool) && day > pool.ledger().day() && (!changes.isEmpty() || renewsDaily(pool))) {
      // A snapshot is the pool before it.
      int first = event instanceof PoolEvent.SnapshotDue ? 1 : 0;
      changes.add(first, new Change.DayBegan(day));
    }
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new JournalEntry(pool.task(), pool.version() + 1, owner, cause, List.copyOf(changes)));
  }

  /**
   * Whether a new day is noted though nothing else happens: whoever waits for a lease asks again at
   * any entry.
   */
  private static boolean renewsDaily(Pool pool) {
    return !pool.isOver() && !pool.definition().budget().perDay().equals(Caps.NONE);
  }

  /** Where the record stands that made the event, or null where it is of none. */
  private static TopicPosition position(PoolEvent event) {
    if (event instanceof PoolEvent.TaskSeen seen) {
      return seen.position();
    } else if (event instanceof PoolEvent.TaskGone gone) {
      return gone.position();
    }
    return event instanceof PoolEvent.Commanded commanded ? commanded.position() : null;
  }

  private static Heard.Topic topic(PoolEvent event) {
    return event instanceof PoolEvent.Commanded ? Heard.Topic.COMMANDS : Heard.Topic.DEFINITIONS;
  }

  private void define(Pool pool, TaskDefinition definition, long day, List<Change> changes) {
    boolean takesOver = !owns(pool);
    if (takesOver) {
      changes.add(new Change.Owned(owner, day));
    }
    if (!definition.equals(pool.definition())) {
      changes.add(new Change.Defined(definition));
      if (pool.isPaused() && pool.pause().kind().endsWithAnotherDefinition()) {
        changes.add(new Change.Resumed());
      }
    }
    Pool after = Replay.preview(pool, changes);
    if (takesOver && isRoundLost(pool) && after.attempt() != null) {
      changes.addAll(new AttemptDecisions(after, day).restart());
    } else if (!changes.isEmpty()) {
      changes.addAll(new AttemptDecisions(after, day).resume());
    }
  }

  private static boolean isRoundLost(Pool pool) {
    return pool.attempt() != null && pool.ledger().isOpen(pool.attempt().roundId());
  }

  private static void command(Pool pool, Command command, long day, List<Change> changes) {
    switch (command.kind()) {
      case PAUSE -> {
        boolean isKnown = pool.isPaused() && pool.pause().kind() == PauseKind.COMMAND;
        if (!isKnown && !pool.isOver()) {
          String reason = "paused by command: " + command.reason();
          changes.add(Pause.of(PauseKind.COMMAND, reason).change());
        }
      }
      case RESUME -> {
        if (pool.isPaused()) {
          goOn(pool, day, changes);
        }
      }
      case RETIRE -> retire(pool, changes);
      case PIN -> steer(pool, new ChampionDecisions(pool).pin(command.epoch()), changes);
      case UNPIN -> steer(pool, new ChampionDecisions(pool).unpin(), changes);
      case ROLL_BACK -> steer(pool, new ChampionDecisions(pool).rollBack(command.epoch()), changes);
      case APPROVE ->
          steer(pool, new ChampionDecisions(pool).approve(command.program(), day), changes);
      case FORGET ->
          changes.addAll(new ForgetDecisions(pool).forget(command.records(), command.authors()));
      case READMIT -> changes.addAll(new ForgetDecisions(pool).readmit(command.authors()));
    }
  }

  /** A file's search has no champion to steer, and what is retired stays as it is. */
  private static void steer(Pool pool, List<Change> asked, List<Change> changes) {
    if (!pool.definition().isBounded() && pool.phase() != Phase.RETIRED) {
      changes.addAll(asked);
    }
  }

  private static void passTime(Pool pool, Instant now, List<Change> changes) {
    long day = UtcDay.of(now);
    if (pool.isPaused() && pool.pause().isOver(now)) {
      goOn(pool, day, changes);
    } else if (pool.attempt() != null) {
      changes.addAll(new AttemptDecisions(pool, day).resume());
    } else {
      changes.addAll(new AlarmDecisions(pool, day).next());
    }
  }

  /** What a lease did not use may be enough to go on with. */
  private static void goOnIfReturned(Pool pool, long day, List<Change> changes) {
    if (pool.isPaused() && pool.pause().kind() == PauseKind.CAP) {
      BudgetSettings caps = pool.definition().budget();
      Cost left = Replay.preview(pool, changes).ledger().left(caps, day);
      if (!left.equals(pool.ledger().left(caps, day))) {
        goOn(pool, day, changes);
      }
    }
  }

  private static void goOn(Pool pool, long day, List<Change> changes) {
    changes.add(new Change.Resumed());
    changes.addAll(new AttemptDecisions(Replay.preview(pool, changes), day).resume());
  }

  private static void retire(Pool pool, List<Change> changes) {
    if (pool.phase() != Phase.RETIRED) {
      changes.add(new Change.Retired());
    }
  }
}
