package dev.ascent.core.algorithm.ascent;

import dev.ascent.core.algorithm.GivenAnswer;
import dev.ascent.core.algorithm.Source;
import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.lesson.Knowledge;
import dev.ascent.core.lesson.Recalls;
import dev.ascent.core.lesson.Scores;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.PooledProgram;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.ScoredRollout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Arrangements of the same demos side by side. No lesson promises that one of them is better, and
 * most of them are not, so that several are tried at once.
 *
 * <p>They are ranked by how evenly they are right, whatever is due ({@link Recalls#evenness}), and
 * by how like their answers are to those that are due in number ({@link Recalls#likeness}): the
 * mean score of a few examples tells less, and a program that leans to no answer is the better one
 * to go on from.
 */
final class Race {
  /** So many programs run beside the leader. */
  static final int CHALLENGERS = 3;

  /** So many of them may stay for another step. */
  private static final int STAYING = 1;

  /** So many scores the mean of all counts for, as most programs have run one step alone. */
  private static final double TRUST = 8;

  private final String leader;
  private final List<Recalls> recalls;
  private final List<String> unjudged;

  private Race(String leader, List<Recalls> recalls, List<String> unjudged) {
    this.leader = leader;
    this.recalls = recalls;
    this.unjudged = unjudged;
  }

  /**
   * Of the leader and its challengers; empty where the leader is no arrangement, and where answers
   * do not come again. Where the leader has no score yet nobody is judged, and who has none himself
   * is judged later.
   */
  static Optional<Race> of(Pool pool) {
    Knowledge knowledge = pool.knowledge();
    Program start = pool.program(pool.start());
    if (!isRun(knowledge)
        || Arrangement.of(pool.program(pool.leader()), knowledge, start).isEmpty()) {
      return Optional.empty();
    }
    List<String> challengers = Roles.challengers(pool).stream().map(PooledProgram::id).toList();
    Recalls leading = knowledge.recallsOf(pool.leader());
    if (!isKnown(leading)) {
      return Optional.of(new Race(pool.leader(), List.of(leading), challengers));
    }
    Map<Boolean, List<Recalls>> known =
        challengers.stream()
            .map(knowledge::recallsOf)
            .collect(Collectors.partitioningBy(Race::isKnown));
    List<Recalls> compared = Stream.concat(Stream.of(leading), known.get(true).stream()).toList();
    List<String> unjudged = known.get(false).stream().map(Recalls::program).toList();
    return Optional.of(new Race(pool.leader(), compared, unjudged));
  }

  private static boolean isKnown(Recalls recalls) {
    return recalls.all().count() > 0;
  }

  /** Whether answers are known to come again and again, without which none is leaned to. */
  static boolean isRun(Knowledge knowledge) {
    return knowledge.recalls().stream().anyMatch(Recalls::repeat);
  }

  /**
   * What the leader, its challengers and the programs of a step get right, the steps before
   * included, if any of them is an arrangement. Scores on examples that a program shows are left
   * out. Where answers come again all programs know of each, whichever of them it was due to.
   */
  static List<Recalls> recalls(Pool pool, Knowledge knowledge, StepOutcome outcome) {
    Program start = pool.program(pool.start());
    List<Program> programs =
        Stream.of(
                outcome.manifest().sources().stream().map(Source::program),
                Stream.of(pool.program(pool.leader())),
                Roles.challengers(pool).stream().map(PooledProgram::program))
            .flatMap(Function.identity())
            .distinct()
            .toList();
    if (programs.stream().allMatch(p -> Arrangement.of(p, knowledge, start).isEmpty())) {
      return List.of();
    }
    StepExamples examples = new StepExamples(outcome.manifest().minibatch());
    List<Recalls> scored =
        programs.stream()
            .map(
                program ->
                    scored(pool.knowledge().recallsOf(program.id()), program, outcome, examples))
            .toList();
    Set<Map<String, String>> answers =
        scored.stream().anyMatch(Recalls::repeat) ? Recalls.due(scored).keySet() : Set.of();
    List<Recalls> recalls = new ArrayList<>();
    for (int i = 0; i < programs.size(); i++) {
      recalls.add(given(scored.get(i).knowing(answers), programs.get(i), outcome));
    }
    return recalls;
  }

  private static Recalls scored(
      Recalls before, Program program, StepOutcome outcome, StepExamples examples) {
    Recalls known = before;
    for (ScoredRollout rollout : outcome.sampled()) {
      Example example = examples.example(rollout.example());
      if (rollout.isScored()
          && rollout.program().equals(program.id())
          && example.hasLabel()
          && GivenAnswer.isShort(example.expected())
          && !program.sources().contains(example.id())) {
        known = known.plus(example.expected(), rollout.score());
      }
    }
    return known;
  }

  private static Recalls given(Recalls before, Program program, StepOutcome outcome) {
    Recalls known = before;
    for (GivenAnswer given : outcome.given()) {
      if (given.program().equals(program.id()) && !program.sources().contains(given.example())) {
        known = known.given(given.answer());
      }
    }
    return known;
  }

  /** What the arrangements under comparison tell of the answers that their demos lead to. */
  static Lean lean(Pool pool) {
    Knowledge knowledge = pool.knowledge();
    Program start = pool.program(pool.start());
    List<Lean.Seen> seen = new ArrayList<>();
    for (Recalls known : knowledge.recalls()) {
      if (pool.holds(known.program())) {
        Arrangement.of(pool.program(known.program()), knowledge, start)
            .map(arrangement -> new Lean.Seen(arrangement.shown(known), known.givenByAnswer()))
            .ifPresent(seen::add);
      }
    }
    return Lean.of(List.copyOf(Recalls.due(knowledge.recalls()).keySet()), seen);
  }

  Ruling ruling() {
    List<Recalls> ranked = new ArrayList<>(recalls);
    double mean = meanOfAll();
    Map<Map<String, String>, Integer> due = Recalls.due(recalls);
    double likeness =
        recalls.stream().flatMapToDouble(known -> known.likeness(due).stream()).average().orElse(0);
    ToDoubleFunction<Recalls> value =
        known ->
            shrunk(known.evenness(mean), known.all().count(), mean)
                + shrunk(known.likeness(due).orElse(likeness), known.answers(), likeness);
    ranked.sort(Comparator.comparingDouble(value).reversed());
    String first = ranked.get(0).program();
    return new Ruling(
        first.equals(leader) ? Optional.empty() : Optional.of(first),
        Stream.concat(
                ranked.stream().skip(1).limit(STAYING).map(Recalls::program), unjudged.stream())
            .toList());
  }

  /** Towards what is expected of any program, the more the less is known of this one. */
  private static double shrunk(double value, int count, double ofAll) {
    return (count * value + TRUST * ofAll) / (count + TRUST);
  }

  private double meanOfAll() {
    List<Scores> scores = recalls.stream().map(Recalls::all).toList();
    int count = scores.stream().mapToInt(Scores::count).sum();
    return count == 0 ? 0 : scores.stream().mapToDouble(Scores::sum).sum() / count;
  }
}
