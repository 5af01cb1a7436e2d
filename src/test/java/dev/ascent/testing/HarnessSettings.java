package dev.ascent.testing;

import dev.ascent.pipeline.AscentSettings;
import dev.ascent.wire.program.ProgramRecord.ModelKind;

/** Settings for single operators, of a run that has one attempt. */
public final class HarnessSettings {
  private HarnessSettings() {}

  /** The defaults; the run's id is the owner's name. */
  public static AscentSettings of(String run) {
    return AscentSettings.of(run, 1, ModelKind.SIMULATED).withAttempts(context -> "");
  }
}
