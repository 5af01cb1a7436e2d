package dev.ascent.cli;

import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.wire.program.ProgramRecord.ModelKind;

record ChosenModel(LmProfile profile, ModelKind kind, AutoCloseable server)
    implements AutoCloseable {
  TaskDefinition applyTo(TaskDefinition task) {
    return new TaskDefinition(
        task.task(),
        task.modules(),
        task.metric(),
        profile,
        task.optimizer(),
        task.budget(),
        task.promotion(),
        task.dataset(),
        task.seed());
  }

  String describe() {
    return "model: " + kind + " " + profile.model() + " at " + profile.baseUrl();
  }

  @Override
  public void close() throws Exception {
    server.close();
  }
}
