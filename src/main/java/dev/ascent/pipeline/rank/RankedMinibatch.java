package dev.ascent.pipeline.rank;

import dev.ascent.core.algorithm.GivenAnswer;
import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.bucket.RankedBuckets;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.rollout.Usage;
import java.util.List;

/**
 * A minibatch whose rollouts are in.
 *
 * @param manifest what it is
 * @param ranked its buckets, the most instructive first
 * @param sampled every rollout, those without a score included
 * @param missing rollouts that never came back
 * @param usage of all rollouts
 * @param fault what ended the first rollout without a score; empty where all were scored
 * @param given what the rollouts answered, as far as it can be told
 */
public record RankedMinibatch(
    Manifest manifest,
    RankedBuckets ranked,
    List<ScoredRollout> sampled,
    int missing,
    Usage usage,
    String fault,
    List<GivenAnswer> given) {
  /** State of earlier versions knows of no answers. */
  public RankedMinibatch {
    given = given == null ? List.of() : given;
  }

  /**
   * The same without its trajectories, for what follows them: that needs scores and answers alone.
   */
  public RankedMinibatch withoutBuckets() {
    RankedBuckets scores =
        new RankedBuckets(List.of(), ranked.lowScore(), ranked.highScore(), ranked.meanScore());
    return new RankedMinibatch(manifest, scores, sampled, missing, usage, fault, given);
  }
}
