package dev.ascent.cli;

import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import java.util.Locale;

/**
 * The model that a command calls.
 *
 * @param profile how to reach it; base URL and model are never null
 * @param kind whether its answers are made up; every output has to say it
 * @param server what was started for it, if anything
 */
record ChosenModel(LmProfile profile, ModelKind kind, AutoCloseable server)
    implements AutoCloseable {

  /** The task, talking to this model. */
  TaskDefinition applyTo(TaskDefinition task) {
    return task.withLm(profile);
  }

  /** One line for people, which names the kind. */
  String describe() {
    String warning = kind == ModelKind.SIMULATED ? "; all figures are SIMULATED" : "";
    return "model: "
        + profile.model()
        + " ("
        + kind.name().toLowerCase(Locale.ROOT)
        + ") at "
        + profile.baseUrl()
        + warning;
  }

  /** Stops what was started. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (Exception e) {
      throw new IllegalStateException("the model's server did not stop", e);
    }
  }
}
