package dev.ascent.pipeline.admit;

import dev.ascent.core.rollout.Example;
import dev.ascent.pipeline.gather.Gathered;

/**
 * An example that passed all checks.
 *
 * @param task whose it is
 * @param example its content
 * @param minibatchSize how many make a full minibatch
 * @param minibatchMillis how long a minibatch waits to be full
 * @param update whether it was admitted before, and more is known of it now
 * @param drawn whether the champion is to be watched on it
 */
public record AdmittedExample(
    String task,
    Example example,
    int minibatchSize,
    long minibatchMillis,
    boolean update,
    boolean drawn)
    implements Gathered {

  /** Whether the champion is to answer it now. */
  public boolean isFreshlyDrawn() {
    return drawn && !update;
  }

  @Override
  public int expectedParts() {
    return minibatchSize;
  }

  /** What is not new makes no minibatch fuller. */
  @Override
  public boolean isPart() {
    return !update;
  }

  @Override
  public long deadlineMillis() {
    return minibatchMillis;
  }
}
