package dev.ascent.core.selection;

import java.util.List;
import java.util.random.RandomGenerator;

/** Draws positions by given probabilities. */
final class Weights {
  private Weights() {}

  /**
   * Draws one position.
   *
   * @param probabilities that sum to 1, but for rounding, which the last one bears
   */
  static int draw(double[] probabilities, RandomGenerator random) {
    double left = random.nextDouble();
    for (int i = 0; i < probabilities.length - 1; i++) {
      left -= probabilities[i];
      if (left < 0) {
        return i;
      }
    }
    return probabilities.length - 1;
  }

  /** The standings, which must not be none. */
  static List<Standing> requireAny(List<Standing> standings) {
    if (standings.isEmpty()) {
      throw new IllegalArgumentException("nothing to draw from");
    }
    return standings;
  }
}
