package dev.ascent.pipeline.admit;

import dev.ascent.core.pool.Forgotten;
import dev.ascent.core.pool.TopicPosition;
import dev.ascent.core.task.TaskDefinition;

/**
 * A task's definition, or its end; or what of it is forgotten, which says nothing of either.
 *
 * @param task its name
 * @param definition null where the task was retired
 * @param position where it stands in its topic, or null where that is not known
 * @param forgotten all that is forgotten by now, or null
 */
public record TaskRecord(
    String task, TaskDefinition definition, TopicPosition position, Forgotten forgotten) {

  /** A definition, or an end. */
  public TaskRecord(String task, TaskDefinition definition, TopicPosition position) {
    this(task, definition, position, null);
  }

  /** What of a task is forgotten. */
  static TaskRecord forgetting(String task, Forgotten forgotten) {
    return new TaskRecord(task, null, null, forgotten);
  }
}
