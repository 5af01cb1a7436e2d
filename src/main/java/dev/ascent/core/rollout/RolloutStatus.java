package dev.ascent.core.rollout;

/** How a rollout ended. */
public enum RolloutStatus {
  /** The program answered (or failed to, which is an answer worth 0) and was scored. */
  SCORED,
  /** A call failed for reasons that say nothing of the program: missing data, never a score. */
  FAULT,
  /** A fault that every further call of the task would meet: wrong credentials, unknown model. */
  SYSTEMIC_FAULT,
  /** Nothing was called: the budget did not allow it, or the job had started again. */
  REFUSED,
  /** No outcome came in time. */
  TIMED_OUT;

  /** Whether the rollout says anything of its program. */
  public boolean isEvidence() {
    return this == SCORED;
  }
}
