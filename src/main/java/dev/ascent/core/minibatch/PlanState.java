package dev.ascent.core.minibatch;

import dev.ascent.core.pool.Forgotten;
import dev.ascent.core.rollout.Minibatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What planning knows of a task besides its pool.
 *
 * @param queue the order of its examples
 * @param drawn minibatches that were drawn; part of the ids of later ones
 * @param waiting the minibatch that waits for its lease, or null
 * @param underWay ids of the minibatches whose requests are out
 * @param selected examples that selection minibatches have drawn
 */
public record PlanState(
    ExampleQueue queue, long drawn, Minibatch waiting, List<String> underWay, int selected) {
  public static final PlanState EMPTY = new PlanState(ExampleQueue.EMPTY, 0, null, List.of(), 0);

  public PlanState withQueue(ExampleQueue other) {
    return new PlanState(other, drawn, waiting, underWay, selected);
  }

  /** The state after a minibatch was drawn that now waits for its lease. */
  PlanState waitingFor(Minibatch minibatch) {
    int more = minibatch.purpose() == Minibatch.Purpose.SELECTION ? minibatch.examples().size() : 0;
    return new PlanState(queue, drawn + 1, minibatch, underWay, selected + more);
  }

  /** The state without the minibatch that waits. */
  PlanState waitingForNothing() {
    return new PlanState(queue, drawn, null, underWay, selected);
  }

  /**
   * The state without examples that are forgotten. A minibatch that waits goes on with the others.
   *
   * @param ids of those that the queue holds
   */
  public PlanState without(Forgotten forgotten, Collection<String> ids) {
    PlanState left = withQueue(queue.without(ids));
    if (waiting == null) {
      return left;
    }
    Minibatch others = waiting.without(forgotten.among(waiting.examples()));
    return others.examples().isEmpty()
        ? left.waitingForNothing()
        : new PlanState(left.queue, drawn, others, underWay, selected);
  }

  /** The state after the minibatch that waits was sent. */
  PlanState sent() {
    List<String> all = new ArrayList<>(underWay);
    all.add(waiting.id());
    return new PlanState(queue, drawn, null, List.copyOf(all), selected);
  }

  /** The state without minibatches that are through. */
  PlanState ended(List<String> minibatches) {
    List<String> left = underWay.stream().filter(id -> !minibatches.contains(id)).toList();
    return new PlanState(queue, drawn, waiting, left, selected);
  }

  /** The state of a new owner, to whom nothing of what was under way comes back. */
  PlanState takenOver() {
    return new PlanState(queue, drawn, null, List.of(), 0);
  }

  /** The state of a task that has ended, of which only what is under way is still waited for. */
  PlanState retired() {
    return underWay.isEmpty() ? EMPTY : new PlanState(ExampleQueue.EMPTY, drawn, null, underWay, 0);
  }
}
