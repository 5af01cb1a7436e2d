package dev.ascent.core.selection;

import java.util.List;
import java.util.random.RandomGenerator;

/** One score for every program, each drawn from its posterior. */
final class PosteriorDraw {
  private final double[] scores;

  private PosteriorDraw(double[] scores) {
    this.scores = scores;
  }

  static PosteriorDraw of(List<Standing> standings, RandomGenerator random) {
    return new PosteriorDraw(
        standings.stream()
            .mapToDouble(s -> s.score() + s.deviation() * random.nextGaussian())
            .toArray());
  }

  /** The position of the best. */
  int best() {
    return bestBut(-1);
  }

  /** The position of the best apart from one; there must be another. */
  int bestBut(int other) {
    int best = -1;
    for (int i = 0; i < scores.length; i++) {
      if (i != other && (best < 0 || scores[i] > scores[best])) {
        best = i;
      }
    }
    return best;
  }
}
