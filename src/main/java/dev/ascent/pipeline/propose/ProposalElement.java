package dev.ascent.pipeline.propose;

import dev.ascent.core.algorithm.ProposalResult;
import dev.ascent.pipeline.gather.Gathered;
import dev.ascent.pipeline.rank.RankedMinibatch;

/**
 * A ranked minibatch that waits for its proposals, or one of them.
 *
 * @param task whose it is
 * @param minibatch its id
 * @param ranked null for a proposal
 * @param expected proposals; -1 for a proposal
 * @param proposal null for the opening
 * @param deadlineMillis how long the minibatch waits for its proposals
 */
public record ProposalElement(
    String task,
    String minibatch,
    RankedMinibatch ranked,
    int expected,
    ProposalResult proposal,
    long deadlineMillis)
    implements Gathered {

  @Override
  public int expectedParts() {
    return expected;
  }

  @Override
  public boolean isPart() {
    return proposal != null;
  }
}
