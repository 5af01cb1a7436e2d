package dev.ascent.core.minibatch;

import dev.ascent.core.algorithm.Algorithm;
import dev.ascent.core.algorithm.Algorithms;
import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.algorithm.Sampling;
import dev.ascent.core.algorithm.Source;
import dev.ascent.core.algorithm.TrainingComparison;
import dev.ascent.core.algorithm.Trial;
import dev.ascent.core.budget.Lease;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.random.Seeds;
import dev.ascent.core.rollout.Minibatch;
import java.util.ArrayList;
import java.util.List;

/** What a minibatch's rollouts are, by its purpose. */
public final class SamplingPlan {
  private SamplingPlan() {}

  /** All that the rollouts of a minibatch need to know, as far as its lease pays for them. */
  public static Manifest manifest(Pool pool, Minibatch minibatch, Lease lease) {
    Algorithm algorithm = Algorithms.of(pool.definition());
    Minibatch affordable = affordable(algorithm, pool, minibatch, lease);
    Sampling sampling =
        minibatch.purpose() == Minibatch.Purpose.STEP
            ? algorithm.sample(
                pool,
                affordable,
                Seeds.generator(pool.definition().seed(), "sample", minibatch.id()))
            : everyFinalist(pool, affordable);
    return new Manifest(
        pool.definition(),
        affordable,
        lease,
        sampling.sources(),
        sampling.trials(),
        pool.version(),
        pool.owner());
  }

  /** The minibatch cut to the examples that its lease pays for. */
  private static Minibatch affordable(
      Algorithm algorithm, Pool pool, Minibatch minibatch, Lease lease) {
    int each =
        minibatch.purpose() == Minibatch.Purpose.STEP
            ? algorithm.rolloutsPerExample(pool)
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
