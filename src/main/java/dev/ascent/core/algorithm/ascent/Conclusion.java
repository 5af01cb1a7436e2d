package dev.ascent.core.algorithm.ascent;

import dev.ascent.core.algorithm.ProposalResult;
import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.algorithm.TrainingComparison;
import dev.ascent.core.guard.PromptCaps;
import dev.ascent.core.lesson.Knowledge;
import dev.ascent.core.lesson.Recalls;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.PooledProgram;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.program.Program;
import dev.ascent.core.random.Seeds;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.task.TaskDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** What a step of {@link AscentAlgorithm} leads to. */
final class Conclusion {
  /**
   * So many other arrangements are drawn, of which those are run that are expected to lean least.
   */
  private static final int DRAWS = 120;

  /** Of an arrangement at once, at most: a single one seldom rids a prompt of what it leans to. */
  private static final int MOST_CHANGES = 4;

  /**
   * On so many examples a leader gets nothing right before a challenger leads unopposed: with a
   * fifth right in the long run, that happens once in six.
   */
  private static final int UNSUCCESSFUL_EXAMPLES = 8;

  private final Pool pool;
  private final StepOutcome outcome;
  private final PromptCaps caps;
  private final RandomGenerator random;

  Conclusion(TaskDefinition definition, Pool pool, StepOutcome outcome) {
    this.pool = pool;
    this.outcome = outcome;
    this.caps = PromptCaps.of(definition.optimizer());
    this.random =
        Seeds.generator(definition.seed(), "experiment", outcome.manifest().minibatch().id());
  }

  List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Credited(outcome.sampled()));
    changes.add(new Change.Studied(pool.knowledge().until(learned())));
    Pool studied = Replay.preview(pool, changes);
    Worth worth = Worth.of(studied, studied.knowledge());
    Ruling ruling = Race.of(studied).map(Race::ruling).orElseGet(() -> ofDuel(studied, worth));
    ruling.winner().ifPresent(winner -> changes.add(new Change.Led(winner)));
    Pool ruled = Replay.preview(pool, changes);
    Set<String> kept = new HashSet<>(ruling.open());
    List<Program> next = next(ruled, worth, ruling);
    // The newest is the one that is learned from, so that the most promising one joins last.
    for (int i = next.size() - 1; i >= 0; i--) {
      Program program = next.get(i);
      if (kept.add(program.id()) && !pool.holds(program.id())) {
        changes.add(new Change.Joined(program, List.of()));
      }
    }
    unopposed(ruled, ruling, next, worth)
        .ifPresent(winner -> changes.add(new Change.Led(winner.id())));
    List<String> useless = useless(Replay.preview(pool, changes), kept);
    if (!useless.isEmpty()) {
      changes.add(new Change.Pruned(useless));
    }
    return changes;
  }

  /** All that is known after the step. */
  private Knowledge learned() {
    Knowledge knowledge =
        new Study(pool.knowledge(), outcome, meanOf(pool, pool.leader()), this::isProven).after();
    return knowledge.withRecalls(Race.recalls(pool, knowledge, outcome));
  }

  private static double meanOf(Pool pool, String program) {
    return Math.max(0, TrainingComparison.meanOf(pool.pooled(program)));
  }

  private boolean ran(String program) {
    return outcome.sampled().stream()
        .anyMatch(rollout -> rollout.program().equals(program) && rollout.isScored());
  }

  /** Between the leader and the newest challenger. */
  private Ruling ofDuel(Pool studied, Worth worth) {
    Optional<PooledProgram> challenger = Roles.challenger(studied);
    List<String> ids = challenger.map(PooledProgram::id).stream().toList();
    Duel.Standing standing =
        challenger
            .filter(program -> ran(program.id()) && ran(pool.leader()))
            .map(program -> duel(studied, program, worth).standing())
            .orElse(Duel.Standing.OPEN);
    return switch (standing) {
      case WON -> new Ruling(ids.stream().findFirst(), List.of());
      case LOST -> new Ruling(Optional.empty(), List.of());
      case OPEN -> new Ruling(Optional.empty(), ids);
    };
  }

  private static Duel duel(Pool studied, PooledProgram challenger, Worth worth) {
    PooledProgram leader = studied.pooled(studied.leader());
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
   * The next challengers: other arrangements where the leader is one, as no lesson's worth tells
   * which demos lean to which answer; the program that promises a gain on the leader, or else an
   * experiment; none where those before are still to be judged. A leader that caps of today forbid
   * is not compared with.
   *
   * @return the most promising one first
   */
  private List<Program> next(Pool after, Worth worth, Ruling ruling) {
    Composer composer = new Composer(after.knowledge(), worth, after.program(after.start()), caps);
    Program leader = after.program(after.leader());
    Program best = composer.best(leader);
    if (isBeyondCaps(leader)) {
      return List.of(best);
    }
    boolean isPromising = worth.promise(best, leader) >= Duel.LEAST_PROMISE;
    List<Program> arranged =
        Arrangement.of(leader, after.knowledge(), after.program(after.start()))
            .filter(arrangement -> Race.isRun(after.knowledge()))
            .map(arrangement -> varied(arrangement, after, ruling.open()))
            .orElse(List.of());
    if (!arranged.isEmpty()) {
      boolean isFuller = isPromising && best.demoCount() > leader.demoCount();
      return Stream.concat(isFuller ? Stream.of(best) : Stream.empty(), arranged.stream())
          .limit(arranged.size())
          .toList();
    }
    if (isPromising) {
      return List.of(best);
    }
    if (!ruling.open().isEmpty()) {
      return List.of();
    }
    Optional<Program> varied =
        random.nextBoolean() ? composer.varied(leader, random) : Optional.empty();
    return List.of(varied.orElseGet(() -> composer.reduced(leader)));
  }

  /**
   * The challenger that leads without a duel. Hardly any program is worse than a leader that got
   * nothing right on so many examples, so that running it again beside one that promises a gain
   * tells nothing. Of several arrangements, or where one is still compared, none is the likelier
   * winner. A leader beyond its caps, which may have been lowered, is of no use at all.
   */
  private Optional<Program> unopposed(Pool ruled, Ruling ruling, List<Program> next, Worth worth) {
    PooledProgram leader = ruled.pooled(ruled.leader());
    if (isBeyondCaps(leader.program())) {
      return next.stream().filter(program -> !program.id().equals(leader.id())).findFirst();
    }
    boolean isHopeless =
        leader.tallies().size() >= UNSUCCESSFUL_EXAMPLES && TrainingComparison.meanOf(leader) <= 0;
    if (!isHopeless || next.size() != 1 || !ruling.open().isEmpty()) {
      return Optional.empty();
    }
    Program challenger = next.get(0);
    return worth.promise(challenger, leader.program()) >= Duel.LEAST_PROMISE
        ? Optional.of(challenger)
        : Optional.empty();
  }

  private boolean isBeyondCaps(Program program) {
    return caps.refusal(program).isPresent();
  }

  /** How like the answers that an arrangement should lead to are to those that are due. */
  private record Expected(Arrangement arrangement, double likeness) {}

  /** As many new arrangements as a race has places for, those first that should lean least. */
  private List<Program> varied(Arrangement leader, Pool after, List<String> open) {
    Lean lean = Race.lean(after);
    Map<Map<String, String>, Integer> due = Recalls.due(after.knowledge().recalls());
    Recalls recalls = after.knowledge().recallsOf(after.leader()).knowing(due.keySet());
    return Stream.generate(() -> leader.varied(recalls, 1 + random.nextInt(MOST_CHANGES), random))
        .limit(DRAWS)
        .flatMap(Optional::stream)
        .map(
            varied ->
                new Expected(varied, Recalls.likeness(lean.shares(varied.shown(recalls)), due)))
        .sorted(Comparator.comparingDouble(Expected::likeness).reversed())
        .map(expected -> expected.arrangement().program())
        .filter(program -> !open.contains(program.id()))
        .filter(program -> !isBeyondCaps(program))
        .distinct()
        .limit(Math.max(0, Race.CHALLENGERS - open.size()))
        .toList();
  }

  /** Programs that nothing needs any more, and which are not kept to be compared. */
  private static List<String> useless(Pool after, Set<String> kept) {
    return after.programs().stream()
        .map(PooledProgram::id)
        .filter(id -> !Roles.isNeeded(after, id))
        .filter(id -> !kept.contains(id))
        .toList();
  }
}
