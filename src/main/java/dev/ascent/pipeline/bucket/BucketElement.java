package dev.ascent.pipeline.bucket;

import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.pipeline.gather.Gathered;
import dev.ascent.pipeline.rollout.RolloutAnswer;

/**
 * A bucket's opening, or one of its rollouts.
 *
 * @param task whose it is
 * @param minibatch id of the minibatch
 * @param exampleId id of the example
 * @param example of the opening; null for a rollout
 * @param expected rollouts of the bucket; -1 for a rollout
 * @param deadlineMillis how long the bucket waits for its rollouts
 * @param rollout null for the opening
 */
public record BucketElement(
    String task,
    String minibatch,
    String exampleId,
    Example example,
    int expected,
    long deadlineMillis,
    Rollout rollout)
    implements Gathered {

  /** A rollout on its way to its bucket. */
  public static BucketElement of(RolloutAnswer answer, long deadlineMillis) {
    RolloutKey key = answer.rollout().key();
    return new BucketElement(
        answer.task(), key.minibatch(), key.example(), null, -1, deadlineMillis, answer.rollout());
  }

  @Override
  public int expectedParts() {
    return expected;
  }

  @Override
  public boolean isPart() {
    return rollout != null;
  }
}
