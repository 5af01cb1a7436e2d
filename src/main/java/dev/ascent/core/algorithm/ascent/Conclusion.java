package dev.ascent.core.algorithm.ascent;

import dev.ascent.core.algorithm.ProposalResult;
import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.algorithm.TrainingComparison;
import dev.ascent.core.guard.PromptCaps;
import dev.ascent.core.lesson.Knowledge;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.PooledProgram;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.program.Program;
import dev.ascent.core.random.Seeds;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.task.TaskDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What a step of {@link AscentAlgorithm} leads to. */
final class Conclusion {
  private final TaskDefinition definition;
  private final Pool pool;
  private final StepOutcome outcome;
  private final RandomGenerator random;

  Conclusion(TaskDefinition definition, Pool pool, StepOutcome outcome) {
    this.definition = definition;
    this.pool = pool;
    this.outcome = outcome;
    this.random =
        Seeds.generator(definition.seed(), "experiment", outcome.manifest().minibatch().id());
  }

  List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Credited(outcome.sampled()));
    Pool credited = Replay.preview(pool, changes);
    Knowledge knowledge =
        new Study(pool.knowledge(), outcome, meanOf(pool, pool.leader()), this::isProven).after();
    Worth worth = Worth.of(credited, knowledge);
    Optional<PooledProgram> challenger = Roles.challenger(credited);
    Optional<Duel> duel =
        challenger
            .filter(program -> ran(program.id()) && ran(pool.leader()))
            .map(program -> duel(credited, program, worth));
    changes.add(new Change.Studied(pool.knowledge().until(knowledge)));
    boolean isWon = duel.filter(fought -> fought.standing() == Duel.Standing.WON).isPresent();
    if (isWon) {
      changes.add(new Change.Led(challenger.orElseThrow().id()));
    }
    boolean isOpen =
        challenger.isPresent()
            && duel.map(fought -> fought.standing() == Duel.Standing.OPEN).orElse(true);
    next(Replay.preview(pool, changes), worth, isOpen)
        .filter(program -> !pool.holds(program.id()))
        .ifPresent(program -> changes.add(new Change.Joined(program, List.of())));
    Optional<PooledProgram> judged = isOpen ? Optional.empty() : challenger;
    List<String> useless = useless(Replay.preview(pool, changes), judged);
    if (!useless.isEmpty()) {
      changes.add(new Change.Pruned(useless));
    }
    return changes;
  }

  private static double meanOf(Pool pool, String program) {
    return Math.max(0, TrainingComparison.meanOf(pool.pooled(program)));
  }

  private boolean ran(String program) {
    return outcome.sampled().stream()
        .anyMatch(rollout -> rollout.program().equals(program) && rollout.isScored());
  }

  private static Duel duel(Pool credited, PooledProgram challenger, Worth worth) {
    PooledProgram leader = credited.pooled(credited.leader());
    return Duel.of(challenger, leader, worth.promise(challenger.program(), leader.program()));
  }

  /** Whether all probes of a rule scored above what its source had scored on its example. */
  private boolean isProven(ProposalResult proposal) {
    if (!AscentAlgorithm.isProbed(proposal.draft())) {
      return true;
    }
    String example = proposal.draft().example();
    double before =
        outcome.sampled().stream()
            .filter(rollout -> rollout.program().equals(proposal.draft().parent()))
            .filter(rollout -> rollout.example().equals(example) && rollout.isScored())
            .mapToDouble(ScoredRollout::score)
            .max()
            .orElse(0);
    List<ScoredRollout> probes =
        outcome.evaluated().stream()
            .filter(rollout -> rollout.program().equals(proposal.candidate().id()))
            .filter(rollout -> rollout.example().equals(example) && rollout.isScored())
            .toList();
    return !probes.isEmpty() && probes.stream().allMatch(probe -> probe.score() > before);
  }

  /**
   * The next challenger: the program that promises a gain on the leader, or else an experiment; or
   * nothing where the one before is still to be judged.
   */
  private Optional<Program> next(Pool after, Worth worth, boolean isOpen) {
    Composer composer =
        new Composer(
            after.knowledge(),
            worth,
            after.program(after.start()),
            PromptCaps.of(definition.optimizer()));
    Program leader = after.program(after.leader());
    Program best = composer.best(leader);
    if (worth.promise(best, leader) >= Duel.LEAST_PROMISE) {
      return Optional.of(best);
    }
    if (isOpen) {
      return Optional.empty();
    }
    Optional<Program> arranged =
        Arrangement.of(leader, after.knowledge(), after.program(after.start()))
            .flatMap(arrangement -> arrangement.varied(Recalls.of(leader.id(), outcome), random));
    if (arranged.isPresent()) {
      return arranged;
    }
    Optional<Program> varied =
        random.nextBoolean() ? composer.varied(leader, random) : Optional.empty();
    return Optional.of(varied.orElseGet(() -> composer.reduced(leader)));
  }

  /**
   * Programs that nothing needs any more. The newest one is the next challenger, unless its duel is
   * over.
   *
   * @param judged the challenger whose duel is over, if it is
   */
  private static List<String> useless(Pool after, Optional<PooledProgram> judged) {
    Optional<String> next =
        Roles.challenger(after)
            .map(PooledProgram::id)
            .filter(id -> judged.filter(program -> program.id().equals(id)).isEmpty());
    return after.programs().stream()
        .map(PooledProgram::id)
        .filter(id -> !Roles.isNeeded(after, id))
        .filter(id -> !next.equals(Optional.of(id)))
        .toList();
  }
}
