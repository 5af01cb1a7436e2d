package dev.ascent.pipeline.pool;

import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.decision.Command;
import dev.ascent.core.decision.LiveOutcome;
import dev.ascent.core.decision.PoolEvent;
import dev.ascent.core.decision.RoundOutcome;
import dev.ascent.core.pool.TopicPosition;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.task.ProgramProfiles;
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
 * @param reason of a failure; empty otherwise
 * @param asked the models that failed
 * @param live a batch of live rollouts
 * @param position where the record stands in which people said it; null otherwise
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
    Command command,
    String reason,
    ProgramProfiles asked,
    LiveOutcome live,
    TopicPosition position) {

  /** What an input is, and which member is set. */
  public enum Kind {
    /** An entry came from the journal: {@code journal}. */
    JOURNAL,
    /** The task is defined: {@code definition}. */
    TASK_SEEN,
    /** The task is another owner's, and goes on as it is. */
    TAKEOVER,
    /** The task's record was removed. */
    TASK_GONE,
    /** A minibatch waits for leave to spend: {@code lease}. */
    LEASE_WANTED,
    /** A minibatch is through: {@code step}. */
    STEP_ENDED,
    /** A round of holdout pairs is through: {@code round}. */
    ROUND_ENDED,
    /** A rollout came after its bucket had ended: {@code late}. */
    ROLLOUT_LATE,
    /** People want something of the task: {@code command}. */
    COMMANDED,
    /** It has become later. */
    TIME_PASSED,
    /** The pool is to be written to the journal as a whole. */
    SNAPSHOT_DUE,
    /** Every further call of the task would fail: {@code reason} and {@code asked}. */
    FAILED,
    /** A batch of live rollouts is through: {@code live}. */
    LIVE_ENDED
  }

  /** An entry that was read back. */
  public static PoolInput journal(JournalRecord entry) {
    Draft input = new Draft(entry.task(), Kind.JOURNAL);
    input.journal = entry;
    return input.done();
  }

  /** A task's definition, or its removal. */
  public static PoolInput of(TaskRecord record) {
    Draft input =
        new Draft(record.task(), record.definition() == null ? Kind.TASK_GONE : Kind.TASK_SEEN);
    input.definition = record.definition();
    input.position = record.position();
    return input.done();
  }

  /** A definition that stands in no topic. */
  public static PoolInput taskSeen(TaskDefinition seen) {
    return of(new TaskRecord(seen.task(), seen, null));
  }

  /** That a task is to be taken over, whatever its pool is by then. */
  public static PoolInput takeover(String task) {
    return new Draft(task, Kind.TAKEOVER).done();
  }

  /**
   * A minibatch that waits for its lease.
   *
   * @param promptTokens the most that one of its prompts holds; {@link Long#MAX_VALUE} where
   *     nothing limits tokens
   */
  public static PoolInput leaseWanted(
      String task, long basedOn, Minibatch waiting, long promptTokens) {
    Draft input = new Draft(task, Kind.LEASE_WANTED);
    input.basedOn = basedOn;
    input.lease =
        new LeaseRequest(waiting.id(), waiting.purpose(), waiting.examples().size(), promptTokens);
    return input.done();
  }

  /** What came of a minibatch. */
  public static PoolInput stepEnded(StepOutcome outcome) {
    Draft input = new Draft(outcome.manifest().task(), Kind.STEP_ENDED);
    input.basedOn = outcome.manifest().poolVersion();
    input.step = outcome;
    return input.done();
  }

  /** What came of a round of holdout pairs. */
  public static PoolInput roundEnded(String task, long basedOn, RoundOutcome outcome) {
    Draft input = new Draft(task, Kind.ROUND_ENDED);
    input.basedOn = basedOn;
    input.round = outcome;
    return input.done();
  }

  /** What came of a batch of live rollouts. */
  public static PoolInput liveEnded(String task, long basedOn, LiveOutcome outcome) {
    Draft input = new Draft(task, Kind.LIVE_ENDED);
    input.basedOn = basedOn;
    input.live = outcome;
    return input.done();
  }

  /** A rollout whose bucket had ended. */
  public static PoolInput late(BucketElement element) {
    Draft input = new Draft(element.task(), Kind.ROLLOUT_LATE);
    input.late = ScoredRollout.of(element.rollout());
    return input.done();
  }

  /** What people ask for. */
  public static PoolInput commanded(String task, Command command, TopicPosition position) {
    Draft input = new Draft(task, Kind.COMMANDED);
    input.command = command;
    input.position = position;
    return input.done();
  }

  /** Nothing but that it has become later. */
  public static PoolInput timePassed(String task) {
    return new Draft(task, Kind.TIME_PASSED).done();
  }

  /** That all of the pool is to be written to the journal. */
  public static PoolInput snapshotDue(String task) {
    return new Draft(task, Kind.SNAPSHOT_DUE).done();
  }

  /** A rollout that ended in a systemic fault. */
  public static PoolInput failed(RolloutAnswer answer) {
    Draft input = new Draft(answer.task(), Kind.FAILED);
    input.reason = answer.rollout().feedback();
    input.asked = answer.asked();
    return input.done();
  }

  /** The event that the input stands for; it must not be a journal entry. */
  public PoolEvent event() {
    return switch (kind) {
      case JOURNAL -> throw new IllegalStateException("a journal entry is no event");
      case TASK_SEEN -> new PoolEvent.TaskSeen(definition, position);
      case TAKEOVER -> new PoolEvent.TakeoverDue();
      case TASK_GONE -> new PoolEvent.TaskGone(position);
      case LEASE_WANTED ->
          new PoolEvent.LeaseWanted(
              lease.minibatch(), lease.purpose(), lease.examples(), lease.promptTokens());
      case STEP_ENDED -> new PoolEvent.StepEnded(step);
      case ROUND_ENDED -> new PoolEvent.RoundEnded(round);
      case ROLLOUT_LATE -> new PoolEvent.RolloutLate(late);
      case COMMANDED -> new PoolEvent.Commanded(command, position);
      case TIME_PASSED -> new PoolEvent.TimePassed();
      case SNAPSHOT_DUE -> new PoolEvent.SnapshotDue();
      case FAILED -> new PoolEvent.Failed(reason, asked);
      case LIVE_ENDED -> new PoolEvent.LiveEnded(live);
    };
  }

  /** An input in the making, of which nothing is set but what its kind needs. */
  private static final class Draft {
    private final String task;
    private final Kind kind;
    private long basedOn;
    private JournalRecord journal;
    private TaskDefinition definition;
    private LeaseRequest lease;
    private StepOutcome step;
    private RoundOutcome round;
    private ScoredRollout late;
    private Command command;
    private String reason = "";
    private ProgramProfiles asked;
    private LiveOutcome live;
    private TopicPosition position;

    Draft(String task, Kind kind) {
      this.task = task;
      this.kind = kind;
    }

    PoolInput done() {
      return new PoolInput(
          task,
          kind,
          basedOn,
          journal,
          definition,
          lease,
          step,
          round,
          late,
          command,
          reason,
          asked,
          live,
          position);
    }
  }
}
