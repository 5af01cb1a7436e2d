package dev.ascent.core.rollout;

import java.util.List;
import java.util.Map;

/**
 * One run of a program on one example.
 *
 * @param key which run it is
 * @param status how it ended; only {@link RolloutStatus#SCORED} has a score
 * @param trajectory every predictor call that was answered, in order
 * @param outputs the program's final outputs by field name; empty where it did not finish
 * @param score in [0, 1], higher is better; 0 where there is none
 * @param feedback why the score is what it is, or what went wrong; may be empty
 * @param usage what it took, failed attempts included
 * @param latencyMillis from its first request to its end
 */
public record Rollout(
    RolloutKey key,
    RolloutStatus status,
    List<PredictorCall> trajectory,
    Map<String, String> outputs,
    double score,
    String feedback,
    Usage usage,
    long latencyMillis) {

  /** A rollout that ended without saying anything of its program. */
  public static Rollout missing(RolloutKey key, RolloutStatus status, String reason, Usage usage) {
    return new Rollout(key, status, List.of(), Map.of(), 0, reason, usage, 0);
  }

  public boolean isScored() {
    return status.isEvidence();
  }
}
