package dev.ascent.core.algorithm.ascent;

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
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.PooledProgram;
import dev.ascent.core.pool.Verdict;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.strategy.AppendDemo;
import dev.ascent.core.strategy.AppendRule;
import dev.ascent.core.strategy.DemoFromLabel;
import dev.ascent.core.strategy.Strategy;
import dev.ascent.core.task.OptimizerSettings;
import dev.ascent.core.task.TaskDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * SIMBA with its weaknesses removed.
 *
 * <p>A step runs the leader and one challenger, or several that are arrangements of the same demos,
 * once each on every example of a minibatch: that is a paired comparison and the material to learn
 * from at once, and every rollout counts for the program that made it and for the lesson by which
 * it was decided. Each example that fails yields a rule and a demo, from a better attempt or else
 * from the label; a rule is kept if two rollouts of its own example do better with it. What advice
 * names of an example tells which other examples its lessons are about ({@link Study}). From what
 * is known of all lessons the best program is put together ({@link Composer}); it challenges the
 * leader if it promises a gain. Where nothing does, the challenger is an experiment on what is
 * known least of.
 *
 * <p>Rollouts without a score are left out everywhere, and what a strategy declines costs nothing.
 * Which program is published is decided on holdout examples, elsewhere.
 */
public final class AscentAlgorithm implements Algorithm {
  public static final String NAME = "ascent";

  private static final int PROBES = 2;

  private final TaskDefinition definition;
  private final OptimizerSettings settings;

  public AscentAlgorithm(TaskDefinition definition) {
    this.definition = definition;
    this.settings = definition.optimizer();
  }

  @Override
  public int rolloutsPerExample(Pool pool) {
    return programs(pool).size() + (settings.maxRules() > 0 ? PROBES : 0);
  }

  /**
   * The programs that a step runs, first the one whose failures are learned from: the newest
   * challenger, which promises most, or else shows what is missed in an experiment.
   */
  private static List<PooledProgram> programs(Pool pool) {
    List<PooledProgram> programs = new ArrayList<>(Roles.challengers(pool));
    programs.add(pool.pooled(pool.leader()));
    PooledProgram champion = pool.pooled(pool.champion().program());
    if (!pool.definition().isBounded()
        && !programs.contains(champion)
        && !TrainingComparison.isKnown(champion)) {
      // A stream's leader is tested against its champion once both are known.
      programs.add(champion);
    }
    return programs;
  }

  @Override
  public Sampling sample(Pool pool, Minibatch minibatch, RandomGenerator random) {
    List<Source> sources = new ArrayList<>();
    programs(pool).forEach(program -> sources.add(source(program)));
    List<Trial> trials = new ArrayList<>();
    for (String example : minibatch.exampleIds()) {
      for (Source source : sources) {
        trials.add(new Trial(example, source.id(), 0, null));
      }
    }
    return new Sampling(sources, trials);
  }

  private static Source source(PooledProgram pooled) {
    return new Source(pooled.program(), Math.max(0, TrainingComparison.meanOf(pooled)));
  }

  @Override
  public List<Draft> propose(Manifest manifest, RankedBuckets ranked, RandomGenerator random) {
    Program source = manifest.sources().get(0).program();
    List<Draft> drafts = new ArrayList<>();
    ranked.buckets().stream()
        .filter(bucket -> fails(source, bucket))
        .limit(settings.candidates())
        .forEach(
            bucket ->
                strategiesFor(bucket)
                    .forEach(
                        strategy ->
                            drafts.add(
                                new Draft(
                                    drafts.size(),
                                    bucket.example().id(),
                                    strategy,
                                    source.id(),
                                    source))));
    return drafts;
  }

  private static boolean fails(Program program, Bucket bucket) {
    return bucket.rollouts().stream()
        .anyMatch(rollout -> rollout.key().program().equals(program.id()) && rollout.score() < 1);
  }

  private List<String> strategiesFor(Bucket bucket) {
    boolean labelled = bucket.example().hasLabel();
    List<String> strategies = new ArrayList<>();
    if (settings.maxRules() > 0 && bucket.isTelling()) {
      strategies.add(AppendRule.NAME);
    }
    if (settings.maxDemos() > 0 && bucket.best().score() >= 1) {
      strategies.add(AppendDemo.NAME);
    } else if (settings.maxDemos() > 0 && labelled) {
      strategies.add(DemoFromLabel.NAME);
    }
    return strategies;
  }

  @Override
  public Strategy strategy(String name) {
    return switch (name) {
      case AppendDemo.NAME -> new AppendDemo();
      case AppendRule.NAME -> AppendRule.fromFailure();
      case DemoFromLabel.NAME -> new DemoFromLabel();
      default -> throw new IllegalArgumentException(NAME + " has no strategy '" + name + "'");
    };
  }

  @Override
  public List<Trial> evaluate(Manifest manifest, List<ProposalResult> proposals) {
    List<Trial> trials = new ArrayList<>();
    for (ProposalResult proposal : proposals) {
      if (proposal.hasCandidate() && isProbed(proposal.draft())) {
        for (int sample = 0; sample < PROBES; sample++) {
          trials.add(
              new Trial(proposal.draft().example(), proposal.candidate().id(), sample, null));
        }
      }
    }
    return trials;
  }

  /** A demo shows its own example's answer, so that running it there tells nothing. */
  static boolean isProbed(Draft draft) {
    return draft.strategy().equals(AppendRule.NAME);
  }

  @Override
  public List<Change> conclude(Pool pool, StepOutcome outcome) {
    return new Conclusion(definition, pool, outcome).changes();
  }

  @Override
  public List<Change> creditLate(ScoredRollout late) {
    return List.of(new Change.Credited(List.of(late)));
  }

  @Override
  public List<String> finalists(Pool pool) {
    return List.of();
  }

  @Override
  public int mostFinalists(Pool pool) {
    return 0;
  }

  @Override
  public Verdict choose(Pool pool) {
    return new Verdict(pool.leader(), TrainingComparison.evidence(pool, pool.leader()));
  }
}
