package dev.ascent.core.selection;

import dev.ascent.core.pool.PooledProgram;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Top-two Thompson sampling (Russo 2016, arXiv 1602.08448): takes what {@link ThompsonSampling}
 * draws with probability 1/2, and otherwise draws on until another program comes out the best. So
 * half of the draws are spent on whether the best is the best, however sure that seems.
 *
 * <p>One deviation: after {@value #MOST_REDRAWS} draws with the same best, the second best of the
 * last one is taken.
 */
final class TopTwoSampling implements Selector {
  private static final double BEST_SHARE = 0.5;
  private static final int MOST_REDRAWS = 50;

  @Override
  public List<Standing> standings(List<PooledProgram> programs) {
    return ScoreModel.standings(programs);
  }

  @Override
  public Draws draws(List<Standing> standings) {
    Weights.requireAny(standings);
    return random -> next(standings, random);
  }

  private static int next(List<Standing> standings, RandomGenerator random) {
    int best = PosteriorDraw.of(standings, random).best();
    if (standings.size() == 1 || random.nextDouble() < BEST_SHARE) {
      return best;
    }
    PosteriorDraw redraw = PosteriorDraw.of(standings, random);
    for (int i = 1; i < MOST_REDRAWS && redraw.best() == best; i++) {
      redraw = PosteriorDraw.of(standings, random);
    }
    return redraw.bestBut(best);
  }
}
