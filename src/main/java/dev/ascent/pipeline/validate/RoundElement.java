package dev.ascent.pipeline.validate;

import dev.ascent.core.rollout.Rollout;
import dev.ascent.pipeline.gather.Gathered;
import dev.ascent.pipeline.rollout.RolloutAnswer;

/**
 * A round of holdout pairs that waits for its rollouts, or one of them.
 *
 * @param task whose it is
 * @param round id of the round
 * @param opening null for a rollout
 * @param rollout null for the opening
 * @param deadlineMillis how long the round waits for its rollouts
 */
public record RoundElement(
    String task, String round, RoundOpening opening, Rollout rollout, long deadlineMillis)
    implements Gathered {

  /** A rollout on its way to its round. */
  public static RoundElement of(RolloutAnswer answer, long deadlineMillis) {
    return new RoundElement(
        answer.task(), answer.rollout().key().minibatch(), null, answer.rollout(), deadlineMillis);
  }

  @Override
  public int expectedParts() {
    return opening == null ? -1 : 2 * opening.pairs();
  }

  @Override
  public boolean isPart() {
    return rollout != null;
  }
}
