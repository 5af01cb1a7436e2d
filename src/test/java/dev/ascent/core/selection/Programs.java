package dev.ascent.core.selection;

import dev.ascent.core.pool.PooledProgram;
import dev.ascent.core.program.Rule;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.testing.TaskBuilder;
import java.util.List;
import java.util.stream.IntStream;

/** Pooled programs with hand-made tallies. */
final class Programs {
  static final PooledProgram START =
      PooledProgram.unknown(TaskBuilder.simba().build().startProgram());

  private Programs() {}

  /** A child with one more rule, taken from an example that nothing runs on. */
  static PooledProgram child(PooledProgram parent, String rule) {
    return child(parent, rule, "unseen");
  }

  static PooledProgram child(PooledProgram parent, String rule, String source) {
    return PooledProgram.unknown(
        parent.program().withPredictors(p -> p.withRule(new Rule(rule, List.of(source)))));
  }

  /** The program after it ran once on each of so many examples, numbered from the given one. */
  static PooledProgram scored(PooledProgram program, int firstExample, double... scores) {
    List<ScoredRollout> rollouts =
        IntStream.range(0, scores.length)
            .mapToObj(
                i ->
                    new ScoredRollout(
                        program.id(), "e" + (firstExample + i), RolloutStatus.SCORED, scores[i]))
            .toList();
    return program
        .credited(rollouts)
        .evaluated(rollouts.stream().map(ScoredRollout::score).toList());
  }

  /** The program after it ran on examples 0 to 39 and solved so many of them, the first ones. */
  static PooledProgram solving(PooledProgram program, int solved) {
    return scored(
        program, 0, IntStream.range(0, 40).mapToDouble(i -> i < solved ? 1 : 0).toArray());
  }
}
