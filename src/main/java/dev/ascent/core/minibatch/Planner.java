package dev.ascent.core.minibatch;

import dev.ascent.core.budget.Lease;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.random.Seeds;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.task.TaskDefinition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Plans what a task's training examples are spent on: which minibatch is drawn, when its lease is
 * asked for, and when it starts. One minibatch at a time waits for its lease, and none is drawn
 * while as many are under way as the task allows.
 *
 * <p>It changes nothing: whoever asks for the next step takes it, keeps the state after it, and
 * asks again.
 */
public final class Planner {
  /** A thin stream's examples are learned from so often, then new ones are waited for. */
  private static final int MOST_PASSES_WITHOUT_NEW_EXAMPLES = 6;

  /** Tells ids of minibatches from those of validation rounds, which hold leases too. */
  private static final String PREFIX = "m";

  private final int replayLimit;
  private final int selectionChunk;

  /**
   * @param replayLimit examples that are kept of a stream
   * @param selectionChunk examples in one minibatch of a selection
   */
  public Planner(int replayLimit, int selectionChunk) {
    this.replayLimit = replayLimit;
    this.selectionChunk = selectionChunk;
  }

  /**
   * The ids that a stream gives up; a file's examples are all needed, and so are those of a task
   * unknown.
   */
  public List<String> surplus(Pool pool, ExampleQueue queue) {
    return pool.isOpen() && !pool.definition().isBounded() ? queue.surplus(replayLimit) : List.of();
  }

  /**
   * What an entry of the journal means for a plan.
   *
   * @param ended minibatches that were under way and whose leases are settled or forfeited
   * @param plan the state after it
   */
  public record Followed(List<String> ended, PlanState plan) {}

  /**
   * Follows the pool. What is under way of a retired task stays known until it ends, as somebody
   * waits for that.
   */
  public static Followed follow(Pool before, Pool after, PlanState plan) {
    if (!after.owner().equals(before.owner())) {
      PlanState fresh = plan.takenOver();
      return new Followed(
          plan.underWay(), after.phase() == Phase.RETIRED ? fresh.retired() : fresh);
    }
    List<String> ended = plan.underWay().stream().filter(id -> !after.ledger().isOpen(id)).toList();
    PlanState left = plan.ended(ended);
    return new Followed(ended, after.phase() == Phase.RETIRED ? left.retired() : left);
  }

  /** The next step on a pool that the caller may act on. */
  public PlanStep next(Pool pool, PlanState plan) {
    Minibatch waiting = plan.waiting();
    if (waiting == null) {
      return draw(pool, plan);
    }
    if (waiting.purpose() != purpose(pool)) {
      return new PlanStep.Drop(plan.waitingForNothing());
    }
    Optional<Lease> lease = pool.ledger().open(waiting.id());
    return lease.isPresent()
        ? new PlanStep.Send(waiting, lease.get(), plan.sent())
        : new PlanStep.Ask(waiting);
  }

  private static Minibatch.Purpose purpose(Pool pool) {
    return pool.phase() == Phase.SELECTING ? Minibatch.Purpose.SELECTION : Minibatch.Purpose.STEP;
  }

  private PlanStep draw(Pool pool, PlanState plan) {
    if (plan.underWay().size() >= pool.definition().optimizer().maxInflightMinibatches()) {
      return new PlanStep.Nothing();
    }
    String id = unusedLease(pool, plan).orElse(PREFIX + pool.version() + "-" + plan.drawn());
    Optional<ExampleQueue.Draw> draw =
        switch (pool.phase()) {
          case SEARCHING -> drawStep(pool, plan, id);
          case SELECTING -> Optional.of(drawSelection(plan));
          case VALIDATING, FINISHED, RETIRED -> Optional.empty();
        };
    return draw.filter(drawn -> !drawn.ids().isEmpty())
        .map(drawn -> step(pool, plan, id, drawn))
        .orElseGet(PlanStep.Nothing::new);
  }

  private static PlanStep step(Pool pool, PlanState plan, String id, ExampleQueue.Draw draw) {
    Minibatch.Purpose purpose = purpose(pool);
    int following =
        purpose == Minibatch.Purpose.SELECTION
            ? plan.queue().size() - plan.selected() - draw.ids().size()
            : 0;
    return new PlanStep.Draw(
        pool.task(), id, purpose, draw.ids(), following, plan.withQueue(draw.rest()));
  }

  /**
   * The lease of a minibatch that was dropped after it was asked for. Somebody has to use it, as it
   * would stay open for ever.
   */
  private static Optional<String> unusedLease(Pool pool, PlanState plan) {
    return pool.ledger().open().stream()
        .map(Lease::id)
        .filter(id -> id.startsWith(PREFIX) && !plan.underWay().contains(id))
        .findFirst();
  }

  private static Optional<ExampleQueue.Draw> drawStep(Pool pool, PlanState plan, String id) {
    TaskDefinition definition = pool.definition();
    int size = definition.optimizer().minibatchSize();
    ExampleQueue queue = plan.queue();
    if (definition.isBounded()) {
      int steps = definition.optimizer().steps();
      boolean enough = steps > 0 && pool.counts().steps() + plan.underWay().size() >= steps;
      boolean complete = queue.size() >= definition.dataset().training();
      return enough || !complete
          ? Optional.empty()
          : Optional.of(queue.drawPass(size, Seeds.generator(definition.seed(), "pass", id)));
    }
    if (!queue.fresh().isEmpty()) {
      return Optional.of(queue.drawFresh(size));
    }
    return queue.size() < size || queue.passes() > MOST_PASSES_WITHOUT_NEW_EXAMPLES
        ? Optional.empty()
        : Optional.of(queue.drawPass(size, Seeds.generator(definition.seed(), "pass", id)));
  }

  /** All examples in turn. */
  private ExampleQueue.Draw drawSelection(PlanState plan) {
    ExampleQueue queue = plan.queue();
    List<String> ids =
        Stream.concat(queue.kept().stream(), queue.fresh().stream())
            .skip(plan.selected())
            .limit(selectionChunk)
            .toList();
    return new ExampleQueue.Draw(ids, queue);
  }
}
