package dev.ascent.pipeline.pool;

import dev.ascent.core.decision.Decider;
import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.Pool;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The events of a task that wait to be decided, in order. An event that calls for an entry is done
 * with when that applied, any other one when it was decided.
 */
final class EventQueue {
  private final Deque<PoolInput> events;

  EventQueue(List<PoolInput> events) {
    this.events = new ArrayDeque<>(events);
  }

  /** The events that are not done with. */
  List<PoolInput> left() {
    return List.copyOf(events);
  }

  /**
   * The entry that the first event calls for, once those before it that call for none are done
   * with; nothing where it can't be decided on this pool yet, or none is left.
   *
   * @param now the time of the decision
   */
  Optional<JournalEntry> decide(Decider decider, Pool pool, Instant now) {
    if (!decider.owns(pool)) {
      takeOverFirst(pool);
    }
    events.removeIf(input -> isVoid(pool, input));
    while (!events.isEmpty() && isDecidable(decider, pool, events.peek())) {
      Optional<JournalEntry> entry = decider.decide(pool, events.peek().event(), now);
      if (entry.isPresent()) {
        return entry;
      }
      events.remove();
    }
    return Optional.empty();
  }

  /** Until this run owns the task, it has to take it over before all else. */
  private void takeOverFirst(Pool pool) {
    Optional<PoolInput> seen = events.stream().filter(EventQueue::takesOver).findFirst();
    seen.ifPresent(events::remove);
    if (seen.isPresent()) {
      events.addFirst(seen.get());
    } else if (pool.isOpen()) {
      events.addFirst(PoolInput.takeover(pool.task()));
    }
  }

  /**
   * A lease that an earlier attempt wanted, whose minibatch is gone; or one that may have been used
   * and settled since it was wanted, as stages ask on every pool. Whoever still waits asks again.
   */
  private static boolean isVoid(Pool pool, PoolInput input) {
    return input.kind() == PoolInput.Kind.LEASE_WANTED
        && input.basedOn() < Math.max(pool.ownedAt(), pool.settledAt());
  }

  private static boolean takesOver(PoolInput input) {
    return input.kind() == PoolInput.Kind.TASK_SEEN || input.kind() == PoolInput.Kind.TAKEOVER;
  }

  private static boolean isDecidable(Decider decider, Pool pool, PoolInput input) {
    return (takesOver(input) || decider.owns(pool)) && pool.version() >= input.basedOn();
  }

  /** Notes that the entry of the first event applied. */
  void firstApplied() {
    events.remove();
  }
}
