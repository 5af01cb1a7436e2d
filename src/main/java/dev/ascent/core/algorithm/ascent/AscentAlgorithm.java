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
import dev.ascent.core.random.Seeds;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.strategy.AppendDemo;
import dev.ascent.core.strategy.AppendRule;
import dev.ascent.core.strategy.DemoFromLabel;
import dev.ascent.core.strategy.Strategy;
import dev.ascent.core.task.OptimizerSettings;
import dev.ascent.core.task.TaskDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * SIMBA with its weaknesses removed.
 *
 * <p>A step runs the leader and its newest challengers once each on every example of a minibatch:
 * that is a paired comparison and the material to learn from at once, and every rollout counts for
 * the program that made it. Each example that the leader fails on yields a rule or a demo, from a
 * better attempt or else from the label. A rule is kept if two rollouts of its own example do
 * better with it; all that was kept joins the leader as one new challenger. Rollouts without a
 * score are left out everywhere, and what a strategy declines costs nothing. Which program is
 * published is decided on holdout examples, elsewhere.
 */
public final class AscentAlgorithm implements Algorithm {
  public static final String NAME = "ascent";

  private static final int MOST_CHALLENGERS = 2;
  private static final int PROBES = 2;

  private final OptimizerSettings settings;
  private final long seed;

  public AscentAlgorithm(TaskDefinition definition) {
    this.settings = definition.optimizer();
    this.seed = definition.seed();
  }

  @Override
  public int rolloutsPerExample(Pool pool) {
    return programs(pool).size() + (settings.maxRules() > 0 ? PROBES : 0);
  }

  /** The programs that a step runs. */
  private static List<PooledProgram> programs(Pool pool) {
    List<PooledProgram> programs = new ArrayList<>();
    programs.add(pool.pooled(pool.leader()));
    programs.addAll(challengers(pool));
    if (lacksChampion(pool)) {
      programs.add(pool.pooled(pool.champion().program()));
    }
    return programs;
  }

  /**
   * Whether a stream's champion has not been seen often enough to tell if a leader is better, and
   * would not run anyway.
   */
  private static boolean lacksChampion(Pool pool) {
    if (pool.definition().isBounded()) {
      return false;
    }
    PooledProgram champion = pool.pooled(pool.champion().program());
    return !champion.id().equals(pool.leader())
        && !challengers(pool).contains(champion)
        && !TrainingComparison.isKnown(champion);
  }

  /** The programs that were not compared with the leader yet, newest first. */
  private static List<PooledProgram> challengers(Pool pool) {
    List<PooledProgram> untried = new ArrayList<>();
    for (int i = pool.programs().size() - 1; i >= 0; i--) {
      PooledProgram pooled = pool.programs().get(i);
      if (pooled.tallies().isEmpty() && !pooled.id().equals(pool.leader())) {
        untried.add(pooled);
      }
    }
    return untried.subList(0, Math.min(MOST_CHALLENGERS, untried.size()));
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
    Program leader = manifest.sources().get(0).program();
    List<Draft> drafts = new ArrayList<>();
    for (Bucket bucket : ranked.buckets()) {
      if (drafts.size() == settings.candidates()) {
        break;
      }
      if (fails(leader, bucket)) {
        strategyFor(bucket, random)
            .ifPresent(
                strategy ->
                    drafts.add(
                        new Draft(
                            drafts.size(), bucket.example().id(), strategy, leader.id(), leader)));
      }
    }
    return drafts;
  }

  private static boolean fails(Program leader, Bucket bucket) {
    return bucket.rollouts().stream()
        .anyMatch(rollout -> rollout.key().program().equals(leader.id()) && rollout.score() < 1);
  }

  private Optional<String> strategyFor(Bucket bucket, RandomGenerator random) {
    Rollout best = bucket.best();
    boolean labelled = bucket.example().hasLabel();
    boolean contrast = bucket.maxMinGap() > 0;
    List<String> possible = new ArrayList<>();
    if (settings.maxRules() > 0 && (contrast || labelled)) {
      possible.add(AppendRule.NAME);
    }
    if (settings.maxDemos() > 0 && best.score() >= 1) {
      possible.add(AppendDemo.NAME);
    } else if (settings.maxDemos() > 0 && labelled) {
      possible.add(DemoFromLabel.NAME);
    }
    return possible.isEmpty()
        ? Optional.empty()
        : Optional.of(possible.get(random.nextInt(possible.size())));
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
  private static boolean isProbed(Draft draft) {
    return draft.strategy().equals(AppendRule.NAME);
  }

  @Override
  public List<Change> conclude(Pool pool, StepOutcome outcome) {
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Credited(outcome.sampled()));
    Program leader = newLeader(pool, outcome);
    if (!leader.id().equals(pool.leader())) {
      changes.add(new Change.Led(leader.id()));
    }
    List<Program> kept =
        outcome.proposals().stream()
            .filter(ProposalResult::hasCandidate)
            .filter(proposal -> !isProbed(proposal.draft()) || improves(outcome, proposal))
            .map(ProposalResult::candidate)
            .toList();
    Merge merge =
        new Merge(
            settings.maxRules(),
            settings.maxDemos(),
            Seeds.generator(seed, "merge", outcome.manifest().id()));
    Program joint = merge.into(leader, kept);
    if (!pool.holds(joint.id())) {
      changes.add(new Change.Joined(joint, List.of()));
    }
    List<String> beaten = beaten(pool, outcome, leader);
    if (!beaten.isEmpty()) {
      changes.add(new Change.Pruned(beaten));
    }
    return changes;
  }

  @Override
  public List<Change> creditLate(ScoredRollout late) {
    return List.of(new Change.Credited(List.of(late)));
  }

  /** Whether all probes of a rule scored above what the leader had scored on its example. */
  private static boolean improves(StepOutcome outcome, ProposalResult proposal) {
    String example = proposal.draft().example();
    double before =
        outcome.sampled().stream()
            .filter(r -> r.program().equals(proposal.draft().parent()))
            .filter(r -> r.example().equals(example) && r.isScored())
            .mapToDouble(ScoredRollout::score)
            .max()
            .orElse(0);
    List<ScoredRollout> probes =
        outcome.evaluated().stream()
            .filter(r -> r.program().equals(proposal.candidate().id()))
            .filter(r -> r.example().equals(example) && r.isScored())
            .toList();
    return !probes.isEmpty() && probes.stream().allMatch(probe -> probe.score() > before);
  }

  /** The program that did best on the minibatch, in pairs with the leader so far. */
  private static Program newLeader(Pool pool, StepOutcome outcome) {
    Program best = outcome.manifest().source(outcome.manifest().sources().get(0).id());
    if (!pool.holds(best.id())) {
      return pool.program(pool.leader());
    }
    PooledProgram before = PooledProgram.unknown(best).credited(outcome.sampled());
    double bestGain = 0;
    for (Source source : outcome.manifest().sources()) {
      PooledProgram challenger =
          PooledProgram.unknown(source.program()).credited(outcome.sampled());
      double gain =
          TrainingComparison.differences(challenger, before).stream()
              .mapToDouble(Double::doubleValue)
              .sum();
      if (gain > bestGain && pool.holds(source.id())) {
        best = source.program();
        bestGain = gain;
      }
    }
    return best;
  }

  /** Programs that lost and that nothing refers to. */
  private static List<String> beaten(Pool pool, StepOutcome outcome, Program leader) {
    return outcome.manifest().sources().stream()
        .map(Source::id)
        .filter(id -> pool.holds(id) && !id.equals(leader.id()) && !id.equals(pool.leader()))
        .filter(id -> !id.equals(pool.start()))
        .filter(id -> pool.champions().stream().noneMatch(c -> c.program().equals(id)))
        .filter(id -> pool.attempt() == null || !pool.attempt().challenger().equals(id))
        .toList();
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
