package dev.ascent.core.algorithm.simba;

import dev.ascent.core.algorithm.Algorithm;
import dev.ascent.core.algorithm.Draft;
import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.algorithm.ProposalResult;
import dev.ascent.core.algorithm.Sampling;
import dev.ascent.core.algorithm.Source;
import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.algorithm.TrainingComparison;
import dev.ascent.core.algorithm.Trial;
import dev.ascent.core.bucket.Bucket;
import dev.ascent.core.bucket.RankedBuckets;
import dev.ascent.core.guard.PromptCaps;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.PooledProgram;
import dev.ascent.core.pool.Verdict;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.selection.Selector;
import dev.ascent.core.selection.Selectors;
import dev.ascent.core.selection.Standing;
import dev.ascent.core.strategy.AppendDemo;
import dev.ascent.core.strategy.AppendRule;
import dev.ascent.core.strategy.Strategy;
import dev.ascent.core.task.OptimizerSettings;
import dev.ascent.core.task.SelectionType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * SIMBA (stochastic introspective mini-batch ascent) as DSPy publishes it, its weaknesses included,
 * so that results can be compared.
 *
 * <p>A step runs programs drawn from the pool on every example of a minibatch, several times each;
 * makes a candidate from each of the most instructive buckets, by a demo or by a rule; and runs
 * every candidate on the whole minibatch. The best candidate of each step is remembered; at the end
 * an even selection of them runs on all training examples and the best mean wins.
 *
 * <p>Two deviations: a failed call is missing data where DSPy scores it 0, and a candidate that
 * equals its parent, because its strategy declined, is not run again.
 *
 * <p>A task may have programs drawn by another selector than DSPy's softmax. Any other one draws
 * from the whole pool, which then credits every rollout to its program, as they need scores on each
 * example.
 */
public final class SimbaAlgorithm implements Algorithm {
  public static final String NAME = "simba";

  /** Attempts differ by chance only at a temperature above the usual. */
  private static final Double SAMPLING_LM_TEMPERATURE = 1.0;

  /** A stream's pool would grow forever; a search of the default length stays below. */
  private static final int MOST_PROGRAMS = 120;

  private final OptimizerSettings settings;
  private final boolean isAsPublished;
  private final Selector samplingSelector;
  private final Selector candidateSelector;
  private final DemoDrop demoDrop;

  public SimbaAlgorithm(OptimizerSettings settings) {
    this.settings = settings;
    this.isAsPublished = settings.selection() == SelectionType.SOFTMAX;
    this.samplingSelector = Selectors.of(settings.selection(), settings.samplingTemperature());
    this.candidateSelector = Selectors.of(settings.selection(), settings.candidateTemperature());
    this.demoDrop = new DemoDrop(settings.maxDemos());
  }

  private int mostCandidates() {
    return settings.candidates() + 1;
  }

  @Override
  public int rolloutsPerExample(Pool pool) {
    return settings.candidates() + mostCandidates();
  }

  @Override
  public Sampling sample(Pool pool, Minibatch minibatch, RandomGenerator random) {
    List<Source> sources = sources(pool);
    Selector.Draws draws = draws(samplingSelector, sources);
    List<Trial> trials = new ArrayList<>();
    for (int sample = 0; sample < settings.candidates(); sample++) {
      for (String example : minibatch.exampleIds()) {
        Source drawn = sources.get(draws.next(random));
        trials.add(new Trial(example, drawn.id(), sample, SAMPLING_LM_TEMPERATURE));
      }
    }
    return new Sampling(sources, trials);
  }

  private List<Source> sources(Pool pool) {
    List<PooledProgram> programs =
        isAsPublished
            ? Baseline.withBest(pool.programs(), pool.start(), settings.candidates())
            : pool.programs();
    List<Standing> standings = samplingSelector.standings(programs);
    return IntStream.range(0, programs.size())
        .mapToObj(i -> source(programs.get(i), standings.get(i)))
        .toList();
  }

  private static Source source(PooledProgram pooled, Standing standing) {
    return new Source(pooled.program(), standing.score(), standing.deviation());
  }

  private static Selector.Draws draws(Selector selector, List<Source> sources) {
    return selector.draws(sources.stream().map(Source::standing).toList());
  }

  @Override
  public List<Draft> propose(Manifest manifest, RankedBuckets ranked, RandomGenerator random) {
    Selector.Draws draws = draws(candidateSelector, manifest.sources());
    List<Draft> drafts = new ArrayList<>();
    for (Bucket bucket : ranked.buckets()) {
      if (drafts.size() == mostCandidates()) {
        break;
      }
      Program parent = manifest.sources().get(draws.next(random)).program();
      Program source = demoDrop.apply(parent, random);
      boolean demo = settings.maxDemos() > 0 && (random.nextBoolean() || isFull(source));
      drafts.add(
          new Draft(
              drafts.size(),
              bucket.example().id(),
              demo ? AppendDemo.NAME : AppendRule.NAME,
              parent.id(),
              source));
    }
    return drafts;
  }

  /** Whether one more rule is one too many. */
  private boolean isFull(Program source) {
    return source.predictors().stream().allMatch(p -> p.rules().size() >= settings.maxRules());
  }

  @Override
  public Strategy strategy(String name) {
    return switch (name) {
      case AppendDemo.NAME -> new AppendDemo();
      case AppendRule.NAME -> AppendRule.fromContrast();
      default -> throw new IllegalArgumentException(NAME + " has no strategy '" + name + "'");
    };
  }

  /** What SIMBA tries may become the champion as it is. */
  @Override
  public Optional<String> refusal(Program candidate) {
    return PromptCaps.of(settings).refusal(candidate);
  }

  @Override
  public List<Trial> evaluate(Manifest manifest, List<ProposalResult> proposals) {
    List<Trial> trials = new ArrayList<>();
    for (Program candidate : ProposalResult.candidates(proposals)) {
      for (String example : manifest.minibatch().exampleIds()) {
        trials.add(new Trial(example, candidate.id(), 0, null));
      }
    }
    return trials;
  }

  @Override
  public List<Change> conclude(Pool pool, StepOutcome outcome) {
    List<Change> changes = new ArrayList<>();
    Program best = null;
    double bestMean = Double.NEGATIVE_INFINITY;
    for (Program candidate : outcome.candidates()) {
      List<Double> scores = outcome.evaluationScores(candidate.id());
      if (scores.isEmpty()) {
        continue;
      }
      changes.add(new Change.Joined(candidate, scores));
      double mean = scores.stream().mapToDouble(Double::doubleValue).sum() / scores.size();
      if (mean > bestMean) {
        best = candidate;
        bestMean = mean;
      }
    }
    if (best != null) {
      changes.add(new Change.Won(best.id()));
      changes.add(new Change.Led(best.id()));
    }
    changes.addAll(credited(outcome.sampled()));
    changes.addAll(credited(outcome.evaluated()));
    List<String> surplus = surplus(pool);
    if (!surplus.isEmpty()) {
      changes.add(new Change.Pruned(surplus));
    }
    return changes;
  }

  @Override
  public List<Change> creditLate(ScoredRollout late) {
    return credited(List.of(late));
  }

  /** Nothing in SIMBA as published, where the rollouts of a step are credited to nobody. */
  private List<Change> credited(List<ScoredRollout> rollouts) {
    return isAsPublished ? List.of() : List.of(new Change.Credited(rollouts));
  }

  /** The programs that a long-lived pool can do without: the worst that nobody refers to. */
  private static List<String> surplus(Pool pool) {
    int excess = pool.programs().size() - MOST_PROGRAMS;
    return pool.programs().stream()
        .filter(pooled -> !pool.winners().contains(pooled.id()))
        .filter(pooled -> pool.champions().stream().noneMatch(c -> c.pooled().equals(pooled.id())))
        .sorted(Comparator.comparingDouble(PooledProgram::evaluationMean))
        .limit(Math.max(0, excess))
        .map(PooledProgram::id)
        .toList();
  }

  @Override
  public int mostFinalists(Pool pool) {
    return mostCandidates();
  }

  @Override
  public List<String> finalists(Pool pool) {
    return EvenSpacing.of(pool.winners().size() - 1, mostCandidates()).stream()
        .map(pool.winners()::get)
        .distinct()
        .toList();
  }

  @Override
  public Verdict choose(Pool pool) {
    String best = pool.start();
    double bestMean = Double.NEGATIVE_INFINITY;
    for (String finalist : pool.finalists()) {
      double mean = TrainingComparison.meanOf(pool.pooled(finalist));
      if (mean > bestMean) {
        best = finalist;
        bestMean = mean;
      }
    }
    return new Verdict(best, TrainingComparison.evidence(pool, best));
  }
}
