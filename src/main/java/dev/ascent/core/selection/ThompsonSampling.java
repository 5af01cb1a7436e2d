package dev.ascent.core.selection;

import dev.ascent.core.pool.PooledProgram;
import java.util.List;

/**
 * Thompson sampling (Thompson 1933): draws each program with the probability that it is the best,
 * by {@link ScoreModel}.
 */
final class ThompsonSampling implements Selector {
  @Override
  public List<Standing> standings(List<PooledProgram> programs) {
    return ScoreModel.standings(programs);
  }

  @Override
  public Draws draws(List<Standing> standings) {
    Weights.requireAny(standings);
    return random -> PosteriorDraw.of(standings, random).best();
  }
}
