package dev.ascent.core.decision;

import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.pool.TopicPosition;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.task.ProgramProfiles;
import dev.ascent.core.task.TaskDefinition;

/** Something that a pool may have to be changed for. */
public sealed interface PoolEvent {

  /**
   * People defined the task, or the job found its definition.
   *
   * @param position of the definition in its topic, or null where that is not known
   */
  record TaskSeen(TaskDefinition definition, TopicPosition position) implements PoolEvent {

    /** A definition that stands in no topic. */
    public TaskSeen(TaskDefinition definition) {
      this(definition, null);
    }
  }

  /** Another owner had the task, and nobody has said anything about it: it goes on as it is. */
  record TakeoverDue() implements PoolEvent {}

  /**
   * A tombstone was found in place of the definition.
   *
   * @param position of it in the topic, or null where that is not known
   */
  record TaskGone(TopicPosition position) implements PoolEvent {}

  /**
   * A minibatch waits for leave to spend.
   *
   * @param minibatch its id
   * @param purpose what its rollouts are for
   * @param examples how many it holds
   * @param promptTokens the most that one of its prompts holds; {@link Long#MAX_VALUE} where
   *     nothing limits tokens
   */
  record LeaseWanted(String minibatch, Minibatch.Purpose purpose, int examples, long promptTokens)
      implements PoolEvent {}

  /** A minibatch is through. */
  record StepEnded(StepOutcome outcome) implements PoolEvent {}

  /** A round of holdout pairs is through. */
  record RoundEnded(RoundOutcome outcome) implements PoolEvent {}

  /** A batch of live rollouts is through. */
  record LiveEnded(LiveOutcome outcome) implements PoolEvent {}

  /** A rollout came after its bucket had ended. */
  record RolloutLate(ScoredRollout rollout) implements PoolEvent {}

  /**
   * People want something of the task.
   *
   * @param position of the command in its topic, or null where that is not known
   */
  record Commanded(Command command, TopicPosition position) implements PoolEvent {

    /** A command that stands in no topic. */
    public Commanded(Command command) {
      this(command, null);
    }
  }

  /** All of the pool is to be written to the journal, so that older entries may expire. */
  record SnapshotDue() implements PoolEvent {}

  /** Nothing happened, and it has become later. */
  record TimePassed() implements PoolEvent {}

  /**
   * A call failed in a way that every further call of the task would, as long as it asks these
   * models.
   */
  record Failed(String reason, ProgramProfiles asked) implements PoolEvent {}
}
