package dev.ascent.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** All that a schedule leaves to chance, drawn from its seed. */
final class Chance {
  private final SplittableRandom random;

  Chance(long seed) {
    random = new SplittableRandom(seed);
  }

  /** From 0, below {@code bound}. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Inclusive of both. */
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  boolean is(double probability) {
    return random.nextDouble() < probability;
  }

  <T> T of(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }
}
