package dev.ascent.pipeline.admit;

import dev.ascent.core.task.TaskDefinition;

/**
 * A task's definition, or its end.
 *
 * @param task its name
 * @param definition null where the task was retired
 */
public record TaskRecord(String task, TaskDefinition definition) {}
