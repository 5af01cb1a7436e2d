package dev.ascent.cli;

import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The model that a command calls.
 *
 * @param task talking to it, and to others where it names some; base URLs and models are never null
 * @param kind whether its answers are made up; every output has to say it
 * @param server what was started for it, if anything
 */
record ChosenModel(TaskDefinition task, ModelKind kind, AutoCloseable server)
    implements AutoCloseable {

  /** How to reach it. */
  LmProfile profile() {
    return task.lm();
  }

  /** One line for people, which names the kind. */
  String describe() {
    String warning = kind == ModelKind.SIMULATED ? "; all figures are SIMULATED" : "";
    return "model: "
        + profile().model()
        + " ("
        + kind.name().toLowerCase(Locale.ROOT)
        + ") at "
        + profile().baseUrl()
        + others()
        + warning;
  }

  private String others() {
    return task.lms().byName().values().stream()
        .map(other -> ", " + other.name() + ": " + other.model() + " at " + other.baseUrl())
        .collect(Collectors.joining());
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
