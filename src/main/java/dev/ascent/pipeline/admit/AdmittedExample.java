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
 */
public record AdmittedExample(String task, Example example, int minibatchSize, long minibatchMillis)
    implements Gathered {

  @Override
  public int expectedParts() {
    return minibatchSize;
  }

  @Override
  public boolean isPart() {
    return true;
  }

  @Override
  public long deadlineMillis() {
    return minibatchMillis;
  }
}
