package dev.ascent.wire.task;

import dev.ascent.core.task.TaskDefinition;
import java.util.List;
import java.util.stream.Collectors;

/** What a task's text turned out to define. */
public sealed interface ParsedTask {

  /** A task that can run, every default filled in. */
  record Valid(TaskDefinition task) implements ParsedTask {}

  /**
   * No task.
   *
   * @param problems all that is wrong, in the order of the file; at least one
   */
  record Invalid(List<TaskProblem> problems) implements ParsedTask {

    /** One line a problem. */
    public String message() {
      return problems.stream().map(TaskProblem::message).collect(Collectors.joining("\n"));
    }
  }
}
