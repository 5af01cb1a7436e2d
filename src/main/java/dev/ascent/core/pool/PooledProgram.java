package dev.ascent.core.pool;

import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.ScoredRollout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A program of the pool with what is known of it.
 *
 * @param program its content
 * @param evaluations scored rollouts of the evaluation that it joined with
 * @param evaluationSum of their scores
 * @param tallies its scores on every training example that it ran on, oldest first
 */
public record PooledProgram(
    Program program, int evaluations, double evaluationSum, List<Tally> tallies) {

  /** A program that nothing is known of. */
  public static PooledProgram unknown(Program program) {
    return new PooledProgram(program, 0, 0, List.of());
  }

  public String id() {
    return program.id();
  }

  /** Mean score of the evaluation that it joined with; 0 when it had none. */
  public double evaluationMean() {
    return evaluations == 0 ? 0 : evaluationSum / evaluations;
  }

  /** How many rollouts on training examples have counted for it. */
  public int rollouts() {
    return tallies.stream().mapToInt(Tally::count).sum();
  }

  /** The same program after an evaluation. */
  public PooledProgram evaluated(List<Double> scores) {
    double sum = scores.stream().mapToDouble(Double::doubleValue).sum();
    return new PooledProgram(program, evaluations + scores.size(), evaluationSum + sum, tallies);
  }

  /** The same program without its scores on the examples whose ids are given. */
  PooledProgram withoutTallies(Predicate<String> examples) {
    List<Tally> left = tallies.stream().filter(tally -> !examples.test(tally.example())).toList();
    return left.size() == tallies.size()
        ? this
        : new PooledProgram(program, evaluations, evaluationSum, left);
  }

  /** The same program with its rollouts among the given ones added to its tallies. */
  public PooledProgram credited(List<ScoredRollout> rollouts) {
    Map<String, Tally> known = new LinkedHashMap<>();
    tallies.forEach(tally -> known.put(tally.example(), tally));
    for (ScoredRollout rollout : rollouts) {
      if (rollout.isScored() && rollout.program().equals(id())) {
        known.merge(
            rollout.example(),
            new Tally(rollout.example(), 1, rollout.score()),
            (before, one) -> before.plus(one.sum()));
      }
    }
    return new PooledProgram(
        program, evaluations, evaluationSum, List.copyOf(new ArrayList<>(known.values())));
  }
}
