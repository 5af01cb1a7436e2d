package dev.ascent.core.rollout;

/**
 * What a pool learns from one rollout.
 *
 * @param program id of the program that ran
 * @param example id of the example that it ran on
 * @param status how it ended; anything but {@link RolloutStatus#SCORED} is missing data
 * @param score in [0, 1]
 */
public record ScoredRollout(String program, String example, RolloutStatus status, double score) {
  public static ScoredRollout of(Rollout rollout) {
    return new ScoredRollout(
        rollout.key().program(), rollout.key().example(), rollout.status(), rollout.score());
  }

  public boolean isScored() {
    return status.isEvidence();
  }
}
