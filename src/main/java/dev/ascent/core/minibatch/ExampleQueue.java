package dev.ascent.core.minibatch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The order in which a task's training examples are worked on: new ones first, then passes over all
 * that are kept.
 *
 * <p>A pass is shuffled as a whole and cut into minibatches; a rest too small for one more is left
 * to the next pass. So every example is seen about equally often, as DSPy draws them.
 *
 * @param kept ids in the order of the current pass
 * @param fresh ids that were never drawn, oldest first
 * @param position in {@code kept} of the next draw
 * @param passes that began since the last new example
 */
public record ExampleQueue(List<String> kept, List<String> fresh, int position, int passes) {
  public static final ExampleQueue EMPTY = new ExampleQueue(List.of(), List.of(), 0, 0);

  /**
   * What was drawn.
   *
   * @param ids of the minibatch; empty when there is nothing to draw
   * @param rest the queue after it
   */
  public record Draw(List<String> ids, ExampleQueue rest) {}

  public int size() {
    return kept.size() + fresh.size();
  }

  /** The queue with new examples at its end. */
  public ExampleQueue addAll(List<String> ids) {
    return ids.isEmpty()
        ? this
        : new ExampleQueue(kept, Stream.concat(fresh.stream(), ids.stream()).toList(), position, 0);
  }

  /**
   * The ids that a queue of at most {@code limit} gives up: those that were drawn, in the order of
   * the pass, then the oldest new ones.
   */
  public List<String> surplus(int limit) {
    return Stream.concat(kept.stream(), fresh.stream()).limit(Math.max(0, size() - limit)).toList();
  }

  /** The queue without the given ids. */
  public ExampleQueue without(Collection<String> ids) {
    Set<String> gone = new HashSet<>(ids);
    List<String> left = new ArrayList<>(kept);
    left.removeIf(gone::contains);
    long drawn = kept.stream().limit(position).filter(id -> !gone.contains(id)).count();
    return new ExampleQueue(
        List.copyOf(left),
        fresh.stream().filter(id -> !gone.contains(id)).toList(),
        (int) drawn,
        passes);
  }

  /** Draws up to {@code size} examples that were never drawn. */
  public Draw drawFresh(int size) {
    List<String> ids = fresh.subList(0, Math.min(size, fresh.size()));
    List<String> extended = new ArrayList<>(kept);
    extended.addAll(ids);
    return new Draw(
        List.copyOf(ids),
        new ExampleQueue(
            List.copyOf(extended),
            List.copyOf(fresh.subList(ids.size(), fresh.size())),
            extended.size(),
            passes));
  }

  /**
   * Draws the next {@code size} examples of the current pass, new ones included, and begins a new
   * pass where fewer are left. With fewer examples in all it draws all of them.
   */
  public Draw drawPass(int size, RandomGenerator random) {
    List<String> order = new ArrayList<>(kept);
    order.addAll(fresh);
    int wanted = Math.min(size, order.size());
    boolean begins = passes == 0 || !fresh.isEmpty() || position + wanted > order.size();
    int from = begins ? 0 : position;
    if (begins) {
      shuffle(order, random);
    }
    return new Draw(
        List.copyOf(order.subList(from, from + wanted)),
        new ExampleQueue(
            List.copyOf(order), List.of(), from + wanted, begins ? passes + 1 : passes));
  }

  /** Fisher and Yates; {@code Collections.shuffle} takes no {@link RandomGenerator} in Java 17. */
  private static void shuffle(List<String> ids, RandomGenerator random) {
    for (int i = ids.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      String swapped = ids.get(i);
      ids.set(i, ids.get(j));
      ids.set(j, swapped);
    }
  }
}
