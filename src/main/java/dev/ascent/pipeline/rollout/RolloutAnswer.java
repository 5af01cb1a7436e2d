package dev.ascent.pipeline.rollout;

import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.task.ProgramProfiles;

/**
 * A rollout on its way back.
 *
 * @param task whose it is
 * @param rollout what came of it
 * @param asked the models that it asked
 */
public record RolloutAnswer(String task, Rollout rollout, ProgramProfiles asked) {
  /** Whether every further call of the task would fail the same way. */
  public boolean isSystemicFault() {
    return rollout.status() == RolloutStatus.SYSTEMIC_FAULT;
  }
}
