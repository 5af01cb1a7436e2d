package dev.ascent.pipeline.plan;

import dev.ascent.core.minibatch.ExampleQueue;
import dev.ascent.core.rollout.Minibatch;
import java.util.List;

/**
 * What the plan stage knows of a task besides its pool.
 *
 * @param queue the order of its examples
 * @param drawn minibatches that were drawn; part of the ids of later ones
 * @param waiting the minibatch that waits for its lease, or null
 * @param underWay ids of the minibatches whose requests are out
 * @param selected examples that selection minibatches have drawn
 */
public record PlanState(
    ExampleQueue queue, long drawn, Minibatch waiting, List<String> underWay, int selected) {
  static final PlanState EMPTY = new PlanState(ExampleQueue.EMPTY, 0, null, List.of(), 0);

  PlanState withQueue(ExampleQueue other) {
    return new PlanState(other, drawn, waiting, underWay, selected);
  }

  PlanState withWaiting(Minibatch other) {
    return new PlanState(queue, drawn, other, underWay, selected);
  }

  PlanState withUnderWay(List<String> other) {
    return new PlanState(queue, drawn, waiting, other, selected);
  }

  /** The state of a new owner, to whom nothing of what was under way comes back. */
  PlanState takenOver() {
    return new PlanState(queue, drawn, null, List.of(), 0);
  }

  /** The state of a task that has ended, of which only what is under way is still waited for. */
  PlanState retired() {
    return new PlanState(ExampleQueue.EMPTY, drawn, null, underWay, 0);
  }

  /** The state after a minibatch was drawn that now waits for its lease. */
  PlanState drawn(Minibatch minibatch, ExampleQueue rest) {
    int more = minibatch.purpose() == Minibatch.Purpose.SELECTION ? minibatch.examples().size() : 0;
    return new PlanState(rest, drawn + 1, minibatch, underWay, selected + more);
  }
}
