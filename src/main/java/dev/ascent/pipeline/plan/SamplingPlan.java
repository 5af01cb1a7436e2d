package dev.ascent.pipeline.plan;

import dev.ascent.core.algorithm.Algorithm;
import dev.ascent.core.algorithm.Algorithms;
import dev.ascent.core.algorithm.Sampling;
import dev.ascent.core.algorithm.Source;
import dev.ascent.core.algorithm.TrainingComparison;
import dev.ascent.core.algorithm.Trial;
import dev.ascent.core.budget.Lease;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.rollout.Minibatch;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What a minibatch's rollouts are, by its purpose. */
final class SamplingPlan {
  private SamplingPlan() {}

  /** The minibatch cut to the examples that its lease pays for. */
  static Minibatch affordable(Pool pool, Minibatch minibatch, Lease lease) {
    int each =
        minibatch.purpose() == Minibatch.Purpose.STEP
            ? Algorithms.of(pool.definition()).rolloutsPerExample(pool)
            : pool.finalists().size();
    int paid = Math.min(lease.rollouts() / each, minibatch.examples().size());
    boolean cut = paid < minibatch.examples().size();
    return new Minibatch(
        minibatch.id(),
        minibatch.task(),
        minibatch.purpose(),
        List.copyOf(minibatch.examples().subList(0, paid)),
        cut ? 0 : minibatch.following());
  }

  static Sampling of(Algorithm algorithm, Pool pool, Minibatch minibatch, RandomGenerator random) {
    return minibatch.purpose() == Minibatch.Purpose.STEP
        ? algorithm.sample(pool, minibatch, random)
        : everyFinalist(pool, minibatch);
  }

  private static Sampling everyFinalist(Pool pool, Minibatch minibatch) {
    List<Source> sources =
        pool.finalists().stream()
            .map(pool::pooled)
            .map(pooled -> new Source(pooled.program(), TrainingComparison.meanOf(pooled)))
            .toList();
    List<Trial> trials = new ArrayList<>();
    for (String example : minibatch.exampleIds()) {
      for (Source source : sources) {
        trials.add(new Trial(example, source.id(), 0, null));
      }
    }
    return new Sampling(sources, trials);
  }
}
