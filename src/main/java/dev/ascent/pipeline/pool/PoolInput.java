package dev.ascent.pipeline.pool;

import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.decision.CommandKind;
import dev.ascent.core.decision.PoolEvent;
import dev.ascent.core.decision.RoundOutcome;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.pipeline.admit.TaskRecord;
import dev.ascent.pipeline.bucket.BucketElement;
import dev.ascent.pipeline.journal.JournalRecord;
import dev.ascent.pipeline.rollout.RolloutAnswer;

/**
 * What reaches the pool stage: a journal entry or an event, whose member alone is set. One record
 * stands for all of them as Flink has no serializer for sealed types.
 *
 * @param task the key
 * @param kind which of the others are set
 * @param basedOn version of the pool that whoever sent the event had seen; it is not decided on an
 *     older one
 * @param reason of a command or a failure; empty otherwise
 */
public record PoolInput(
    String task,
    Kind kind,
    long basedOn,
    JournalRecord journal,
    TaskDefinition definition,
    LeaseRequest lease,
    StepOutcome step,
    RoundOutcome round,
    ScoredRollout late,
    CommandKind command,
    String reason) {

  /** What an input is. */
  public enum Kind {
    JOURNAL,
    TASK_SEEN,
    TASK_GONE,
    LEASE_WANTED,
    STEP_ENDED,
    ROUND_ENDED,
    ROLLOUT_LATE,
    COMMANDED,
    FAILED
  }

  private static PoolInput of(String task, Kind kind, String reason) {
    return new PoolInput(task, kind, 0, null, null, null, null, null, null, null, reason);
  }

  public static PoolInput journal(JournalRecord entry) {
    return new PoolInput(
        entry.task(), Kind.JOURNAL, 0, entry, null, null, null, null, null, null, "");
  }

  public static PoolInput of(TaskRecord record) {
    return record.definition() == null
        ? of(record.task(), Kind.TASK_GONE, "")
        : taskSeen(record.definition());
  }

  public static PoolInput taskSeen(TaskDefinition seen) {
    return new PoolInput(
        seen.task(), Kind.TASK_SEEN, 0, null, seen, null, null, null, null, null, "");
  }

  public static PoolInput leaseWanted(String task, long basedOn, Minibatch waiting) {
    LeaseRequest wanted =
        new LeaseRequest(waiting.id(), waiting.purpose(), waiting.examples().size());
    return new PoolInput(
        task, Kind.LEASE_WANTED, basedOn, null, null, wanted, null, null, null, null, "");
  }

  public static PoolInput stepEnded(StepOutcome outcome) {
    long basedOn = outcome.manifest().poolVersion();
    String task = outcome.manifest().task();
    return new PoolInput(
        task, Kind.STEP_ENDED, basedOn, null, null, null, outcome, null, null, null, "");
  }

  public static PoolInput roundEnded(String task, long basedOn, RoundOutcome outcome) {
    return new PoolInput(
        task, Kind.ROUND_ENDED, basedOn, null, null, null, null, outcome, null, null, "");
  }

  public static PoolInput late(BucketElement element) {
    ScoredRollout rollout = ScoredRollout.of(element.rollout());
    return new PoolInput(
        element.task(), Kind.ROLLOUT_LATE, 0, null, null, null, null, null, rollout, null, "");
  }

  public static PoolInput commanded(String task, CommandKind command, String reason) {
    return new PoolInput(
        task, Kind.COMMANDED, 0, null, null, null, null, null, null, command, reason);
  }

  public static PoolInput failed(RolloutAnswer answer) {
    return of(answer.task(), Kind.FAILED, answer.rollout().feedback());
  }

  /** The event that the input stands for; it must not be a journal entry. */
  public PoolEvent event() {
    return switch (kind) {
      case JOURNAL -> throw new IllegalStateException("a journal entry is no event");
      case TASK_SEEN -> new PoolEvent.TaskSeen(definition);
      case TASK_GONE -> new PoolEvent.TaskGone();
      case LEASE_WANTED ->
          new PoolEvent.LeaseWanted(lease.minibatch(), lease.purpose(), lease.examples());
      case STEP_ENDED -> new PoolEvent.StepEnded(step);
      case ROUND_ENDED -> new PoolEvent.RoundEnded(round);
      case ROLLOUT_LATE -> new PoolEvent.RolloutLate(late);
      case COMMANDED -> new PoolEvent.Commanded(command, reason);
      case FAILED -> new PoolEvent.Failed(reason);
    };
  }
}
