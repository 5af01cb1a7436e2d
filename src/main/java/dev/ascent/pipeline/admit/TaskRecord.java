package dev.ascent.pipeline.admit;

import dev.ascent.core.pool.TopicPosition;
import dev.ascent.core.task.TaskDefinition;

/**
 * A task's definition, or its end.
 *
 * @param task its name
 * @param definition null where the task was retired
 * @param position where it stands in its topic, or null where that is not known
 */
public record TaskRecord(String task, TaskDefinition definition, TopicPosition position) {}
