package dev.ascent.core.minibatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.algorithm.Source;
import dev.ascent.core.algorithm.Trial;
import dev.ascent.core.budget.Lease;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.testing.PoolJournal;
import dev.ascent.testing.TaskBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SamplingPlanTest {
  /** Two samples of each example, and one of each of three candidates. */
  private static final int EACH = 2 + 3;

  private final PoolJournal journal = PoolJournal.empty("tickets", "run-1");

  @BeforeEach
  void open() {
    journal.open(TaskBuilder.simba().candidates(2).dataset(8, 0).build());
  }

  @Test
  void aStepSamplesEveryExampleOfItsMinibatch() {
    Manifest manifest = manifest(Minibatch.Purpose.STEP, 4 * EACH);

    assertThat(manifest.minibatch().exampleIds()).containsExactly("e0", "e1", "e2", "e3");
    assertThat(manifest.trials()).hasSize(4 * 2);
    assertThat(manifest.poolVersion()).isEqualTo(journal.pool().version());
  }

  @Test
  void aMinibatchIsCutToWholeExamplesThatItsLeasePaysFor() {
    Manifest manifest = manifest(Minibatch.Purpose.STEP, 3 * EACH - 1);

    assertThat(manifest.minibatch().exampleIds()).containsExactly("e0", "e1");
    assertThat(manifest.trials()).extracting(Trial::example).containsOnly("e0", "e1");
  }

  @Test
  void aSelectionRunsEveryFinalistOnEveryExample() {
    String start = journal.pool().start();
    String other = joined();
    journal.write(new Change.Entered(Phase.SELECTING, List.of(start, other)));

    Manifest manifest = manifest(Minibatch.Purpose.SELECTION, 4 * 2);

    assertThat(manifest.sources()).extracting(Source::id).containsExactly(start, other);
    assertThat(manifest.trials()).hasSize(4 * 2).doesNotHaveDuplicates();
    assertThat(manifest.minibatch().following()).isEqualTo(2);
  }

  @Test
  void aSelectionThatIsCutIsTheLast() {
    journal.write(new Change.Entered(Phase.SELECTING, List.of(journal.pool().start(), joined())));

    Manifest manifest = manifest(Minibatch.Purpose.SELECTION, 3);

    assertThat(manifest.minibatch().exampleIds()).containsExactly("e0");
    assertThat(manifest.minibatch().following()).isZero();
  }

  private String joined() {
    Program start = journal.pool().program(journal.pool().start());
    Program other =
        start.withPredictors(predictor -> predictor.withRule(new Rule("Be brief.", List.of("e9"))));
    journal.write(new Change.Joined(other, List.of()));
    return other.id();
  }

  private Manifest manifest(Minibatch.Purpose purpose, int rollouts) {
    List<Example> examples =
        IntStream.range(0, 4)
            .mapToObj(
                i -> Example.labelled("e" + i, Map.of("ticket", "t" + i), Map.of("team", "x")))
            .toList();
    Minibatch minibatch = new Minibatch("m1-0", "tickets", purpose, examples, 2);
    return SamplingPlan.manifest(journal.pool(), minibatch, new Lease("m1-0", rollouts, 1));
  }
}
