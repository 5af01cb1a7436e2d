package dev.ascent.cli;

import dev.ascent.core.task.TaskDefinition;
import dev.ascent.wire.task.ParsedTask;
import dev.ascent.wire.task.TaskFile;
import dev.ascent.wire.task.TaskOverrides;
import java.io.IOException;
import java.nio.file.Path;

/** Reads the task files that people name on the command line. */
final class TaskFiles {
  private TaskFiles() {}

  /**
   * Reads a task.
   *
   * @param option what the file was named by
   * @throws CommandFailure if it cannot be read or is no task; it says all that is wrong
   */
  static TaskDefinition read(String option, Path file, TaskOverrides overrides) throws IOException {
    InputFiles.require(option, file, "a task file");
    ParsedTask parsed = TaskFile.read(file, overrides);
    if (parsed instanceof ParsedTask.Invalid invalid) {
      throw CommandFailure.usage(invalid.message());
    }
    return ((ParsedTask.Valid) parsed).task();
  }
}
