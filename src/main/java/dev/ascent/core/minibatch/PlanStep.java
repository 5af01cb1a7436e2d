package dev.ascent.core.minibatch;

import dev.ascent.core.budget.Lease;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Minibatch;
import java.util.List;

/** What to do next about a task's minibatches. */
public sealed interface PlanStep {

  /**
   * A minibatch is drawn from these examples; then the next step follows.
   *
   * @param task whose they are
   * @param minibatch its id
   * @param purpose what its rollouts are for
   * @param examples their ids, to be looked up
   * @param following examples of the same selection that are still to be drawn
   * @param rest the state after they were taken
   */
  record Draw(
      String task,
      String minibatch,
      Minibatch.Purpose purpose,
      List<String> examples,
      int following,
      PlanState rest)
      implements PlanStep {

    /** The state in which the minibatch waits for its lease. */
    public PlanState after(List<Example> found) {
      return rest.waitingFor(new Minibatch(minibatch, task, purpose, found, following));
    }
  }

  /** The minibatch that waits is dropped, as its phase is over; then the next step follows. */
  record Drop(PlanState after) implements PlanStep {}

  /** Leave to spend on the minibatch that waits is asked for, and waited for. */
  record Ask(Minibatch minibatch) implements PlanStep {}

  /** The minibatch that waited starts under its lease; then the next step follows. */
  record Send(Minibatch minibatch, Lease lease, PlanState after) implements PlanStep {}

  /** There is nothing to do until an example or an entry comes. */
  record Nothing() implements PlanStep {}
}
