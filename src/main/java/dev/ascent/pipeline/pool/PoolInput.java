package dev.ascent.pipeline.pool;

import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.decision.CommandKind;
import dev.ascent.core.decision.PoolEvent;
import dev.ascent.core.decision.RoundOutcome;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.pipeline.admit.TaskRecord;
import dev.ascent.pipeline.journal.JournalRecord;
import dev.ascent.pipeline.rollout.RolloutAnswer;

/**
 * What reaches the pool stage: a journal entry or an event, whose fields alone are set. One record
 * stands for all of them as Flink has no serializer for sealed types.
 *
 * @param task the key
 * @param kind which of the others are set
 * @param basedOn version of the pool that whoever sent the event had seen; it is not decided on an
 *     older one
 */
public record PoolInput(
    String task,
    Kind kind,
    long basedOn,
    JournalRecord journal,
    TaskDefinition definition,
    String minibatch,
    Minibatch.Purpose purpose,
    int examples,
    StepOutcome step,
    RoundOutcome round,
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
    COMMANDED,
    FAILED
  }

  private static PoolInput of(String task, Kind kind, String reason) {
    return new PoolInput(task, kind, 0, null, null, "", null, 0, null, null, null, reason);
  }

  public static PoolInput journal(JournalRecord journal) {
    return new PoolInput(
        journal.task(), Kind.JOURNAL, 0, journal, null, "", null, 0, null, null, null, "");
  }

  public static PoolInput of(TaskRecord record) {
    return record.definition() == null
        ? of(record.task(), Kind.TASK_GONE, "")
        : taskSeen(record.definition());
  }

  public static PoolInput taskSeen(TaskDefinition seen) {
    return new PoolInput(
        seen.task(), Kind.TASK_SEEN, 0, null, seen, "", null, 0, null, null, null, "");
  }

  public static PoolInput leaseWanted(String task, long basedOn, Minibatch waiting) {
    return new PoolInput(
        task,
        Kind.LEASE_WANTED,
        basedOn,
        null,
        null,
        waiting.id(),
        waiting.purpose(),
        waiting.examples().size(),
        null,
        null,
        null,
        "");
  }

  public static PoolInput stepEnded(StepOutcome outcome) {
    Manifest manifest = outcome.manifest();
    return new PoolInput(
        manifest.task(),
        Kind.STEP_ENDED,
        manifest.poolVersion(),
        null,
        null,
        "",
        null,
        0,
        outcome,
        null,
        null,
        "");
  }

  public static PoolInput roundEnded(String task, long basedOn, RoundOutcome outcome) {
    return new PoolInput(
        task, Kind.ROUND_ENDED, basedOn, null, null, "", null, 0, null, outcome, null, "");
  }

  public static PoolInput commanded(String task, CommandKind command, String reason) {
    return new PoolInput(
        task, Kind.COMMANDED, 0, null, null, "", null, 0, null, null, command, reason);
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
      case LEASE_WANTED -> new PoolEvent.LeaseWanted(minibatch, purpose, examples);
      case STEP_ENDED -> new PoolEvent.StepEnded(step);
      case ROUND_ENDED -> new PoolEvent.RoundEnded(round);
      case COMMANDED -> new PoolEvent.Commanded(command, reason);
      case FAILED -> new PoolEvent.Failed(reason);
    };
  }
}
