package dev.ascent.core.selection;

import dev.ascent.core.pool.PooledProgram;
import java.util.List;

/**
 * Draws the program with the highest upper confidence bound: {@value #DEVIATIONS} standard
 * deviations above the mean of its posterior by {@link ScoreModel}; of equals the oldest.
 *
 * <p>A minibatch's draws are made before any of them is answered, and would all fall on one
 * program. So each counts at once as an observation that changes nothing but the deviation (GP-BUCB
 * of Desautels, Krause, Burdick 2014), which lets the next best have their turns.
 */
final class UpperConfidenceBound implements Selector {
  private static final double DEVIATIONS = 2;

  @Override
  public List<Standing> standings(List<PooledProgram> programs) {
    return ScoreModel.standings(programs);
  }

  @Override
  public Draws draws(List<Standing> standings) {
    Weights.requireAny(standings);
    int[] drawn = new int[standings.size()];
    return random -> {
      int highest = 0;
      for (int i = 1; i < drawn.length; i++) {
        if (bound(standings.get(i), drawn[i]) > bound(standings.get(highest), drawn[highest])) {
          highest = i;
        }
      }
      drawn[highest]++;
      return highest;
    };
  }

  private static double bound(Standing standing, int pending) {
    double variance = standing.deviation() * standing.deviation();
    double factor = 1 + pending * variance / ScoreModel.MOST_NOISE;
    return standing.score() + DEVIATIONS * Math.sqrt(variance / factor);
  }
}
