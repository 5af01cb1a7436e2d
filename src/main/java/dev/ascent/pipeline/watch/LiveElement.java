package dev.ascent.pipeline.watch;

import dev.ascent.core.rollout.Rollout;
import dev.ascent.pipeline.gather.Gathered;
import dev.ascent.pipeline.rollout.RolloutAnswer;

/**
 * A batch of live rollouts that waits for them, or one of them.
 *
 * @param task whose it is
 * @param batch its id
 * @param opening null for a rollout
 * @param rollout null for the opening
 * @param deadlineMillis how long the batch waits for its rollouts
 */
public record LiveElement(
    String task, String batch, LiveOpening opening, Rollout rollout, long deadlineMillis)
    implements Gathered {

  /** A rollout on its way to its batch. */
  public static LiveElement of(RolloutAnswer answer, long deadlineMillis) {
    return new LiveElement(
        answer.task(), answer.rollout().key().minibatch(), null, answer.rollout(), deadlineMillis);
  }

  @Override
  public int expectedParts() {
    return opening == null ? -1 : opening.rollouts();
  }

  @Override
  public boolean isPart() {
    return rollout != null;
  }
}
