package dev.ascent.pipeline.evaluate;

import dev.ascent.core.rollout.Rollout;
import dev.ascent.pipeline.gather.Gathered;
import dev.ascent.pipeline.propose.ProposedMinibatch;
import dev.ascent.pipeline.rollout.RolloutAnswer;

/**
 * A minibatch that waits for its candidates' rollouts, or one of them.
 *
 * @param task whose it is
 * @param minibatch its id
 * @param proposed null for a rollout
 * @param expected rollouts; -1 for a rollout
 * @param rollout null for the opening
 * @param deadlineMillis how long the minibatch waits for its rollouts
 */
public record EvaluationElement(
    String task,
    String minibatch,
    ProposedMinibatch proposed,
    int expected,
    Rollout rollout,
    long deadlineMillis)
    implements Gathered {

  /** A rollout on its way to its minibatch. */
  public static EvaluationElement of(RolloutAnswer answer, long deadlineMillis) {
    return new EvaluationElement(
        answer.task(),
        answer.rollout().key().minibatch(),
        null,
        -1,
        answer.rollout(),
        deadlineMillis);
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
