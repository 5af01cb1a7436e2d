package dev.ascent.core.algorithm.simba;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.algorithm.Draft;
import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.algorithm.ProposalResult;
import dev.ascent.core.budget.Lease;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.random.Seeds;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.strategy.AppendRule;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.testing.TaskBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SimbaAlgorithmTest {
  private static final int EXAMPLES = 200;

  private final TaskDefinition definition = TaskBuilder.simba().dataset(EXAMPLES, 0).build();
  private final SimbaAlgorithm algorithm = new SimbaAlgorithm(definition.optimizer());
  private final Pool pool =
      Replay.preview(Pool.empty("tickets"), List.of(new Change.Defined(definition)));

  @Test
  void theDefaultsAskForAsManyRolloutsAsThoseOfDspy() {
    Minibatch minibatch = minibatch(definition.optimizer().minibatchSize());
    Manifest manifest =
        new Manifest(definition, minibatch, new Lease("m", 1, 1), List.of(), List.of(), 1, "run-1");

    int sampled = algorithm.sample(pool, minibatch, Seeds.generator(1)).trials().size();
    int evaluated = algorithm.evaluate(manifest, changed(7)).size();
    int inTheEnd = algorithm.mostFinalists(pool) * EXAMPLES;

    assertThat(sampled).isEqualTo(192);
    assertThat(evaluated).isEqualTo(224);
    assertThat(inTheEnd).isEqualTo(7 * 200);
    assertThat(definition.optimizer().steps() * (sampled + evaluated) + inTheEnd).isEqualTo(4_728);
    assertThat(algorithm.rolloutsPerExample(pool) * 32).isEqualTo(sampled + evaluated);
  }

  @Test
  void anUnchangedCandidateIsNotRun() {
    Manifest manifest =
        new Manifest(
            definition, minibatch(32), new Lease("m", 1, 1), List.of(), List.of(), 1, "run-1");
    Draft draft = new Draft(0, "e0", AppendRule.NAME, pool.start(), pool.program(pool.start()));

    assertThat(
            algorithm.evaluate(
                manifest, List.of(new ProposalResult(draft, null, "declined", Usage.NONE))))
        .isEmpty();
  }

  private List<ProposalResult> changed(int candidates) {
    Program start = definition.startProgram();
    return IntStream.range(0, candidates)
        .mapToObj(
            i ->
                new ProposalResult(
                    new Draft(i, "e" + i, AppendRule.NAME, start.id(), start),
                    start.withPredictors(p -> p.withRule(new Rule("rule " + i, List.of("e" + i)))),
                    "",
                    Usage.NONE))
        .toList();
  }

  private static Minibatch minibatch(int size) {
    List<Example> examples =
        IntStream.range(0, size)
            .mapToObj(i -> Example.labelled("e" + i, Map.of("ticket", "t" + i), Map.of()))
            .toList();
    return new Minibatch("m", "tickets", Minibatch.Purpose.STEP, examples, 0);
  }
}
