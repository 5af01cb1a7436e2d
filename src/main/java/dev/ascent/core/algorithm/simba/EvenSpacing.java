package dev.ascent.core.algorithm.simba;

import java.util.List;
import java.util.stream.IntStream;

/** Positions spread evenly over a list, its first and last included. */
final class EvenSpacing {
  private EvenSpacing() {}

  /**
   * At most {@code count} distinct positions among 0 to {@code last}. Halves round to even, as
   * Python's {@code round} does.
   *
   * @param last the last position; with 0 the result is position 0 alone
   * @param count at least 2
   */
  static List<Integer> of(int last, int count) {
    return IntStream.range(0, count)
        .map(i -> (int) Math.rint((double) i * last / (count - 1)))
        .distinct()
        .boxed()
        .toList();
  }
}
