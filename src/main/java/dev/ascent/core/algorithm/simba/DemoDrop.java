package dev.ascent.core.algorithm.simba;

import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.distribution.PoissonDistribution;

/**
 * Makes room for new demos: drops a Poisson number of them, at positions drawn with replacement and
 * alike in every predictor.
 */
final class DemoDrop {
  /** Stands in for a limit of 0, which SIMBA gives no meaning here. */
  private static final int LIMIT_WITHOUT_DEMOS = 3;

  private final int maxDemos;

  DemoDrop(int maxDemos) {
    this.maxDemos = maxDemos > 0 ? maxDemos : LIMIT_WITHOUT_DEMOS;
  }

  /** The expected number of draws for a program that shows that many demos. */
  double mean(int demos) {
    return (double) demos / maxDemos;
  }

  /** How many positions are drawn: at least one at the limit, never more than there are demos. */
  int draws(int demos, int poisson) {
    return Math.min(Math.max(poisson, demos >= maxDemos ? 1 : 0), demos);
  }

  /** The program without the demos at the given positions. */
  static Program without(Program program, Set<Integer> positions) {
    return positions.isEmpty()
        ? program
        : program.withPredictors(predictor -> without(predictor, positions));
  }

  private static Predictor without(Predictor predictor, Set<Integer> positions) {
    List<Demo> kept = new ArrayList<>();
    for (int i = 0; i < predictor.demos().size(); i++) {
      if (!positions.contains(i)) {
        kept.add(predictor.demos().get(i));
      }
    }
    return predictor.withDemos(kept);
  }

  Program apply(Program program, RandomGenerator random) {
    int demos = program.demoCount();
    if (demos == 0) {
      return program;
    }
    int poisson = PoissonDistribution.of(mean(demos)).createSampler(random::nextLong).sample();
    Set<Integer> positions = new HashSet<>();
    for (int i = draws(demos, poisson); i > 0; i--) {
      positions.add(random.nextInt(demos));
    }
    return without(program, positions);
  }
}
