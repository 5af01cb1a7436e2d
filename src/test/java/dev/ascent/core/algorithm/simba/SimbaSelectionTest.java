package dev.ascent.core.algorithm.simba;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.PooledProgram;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.simulation.SearchTrace;
import dev.ascent.core.simulation.SimulatedSearch;
import dev.ascent.core.simulation.SimulatedTask;
import dev.ascent.core.task.SelectionType;
import dev.ascent.embedded.simulated.World;
import dev.ascent.testing.TaskBuilder;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole searches in memory, on a simulated world. */
class SimbaSelectionTest {
  private static final ScoredRollout LATE =
      new ScoredRollout("program", "e1", RolloutStatus.SCORED, 1);

  @ParameterizedTest
  @EnumSource
  void everySelectorSearchesAlikeWithEqualSeeds(SelectionType type) {
    SearchTrace first = search(type);
    SearchTrace second = search(type);

    assertThat(first.last().verdict()).isNotNull();
    assertThat(first.steps().size()).isGreaterThan(2);
    assertThat(second.entries()).isEqualTo(first.entries());
  }

  @ParameterizedTest
  @EnumSource(names = "SOFTMAX", mode = EnumSource.Mode.EXCLUDE)
  void rolloutsOfStepsCountForTheirPrograms(SelectionType type) {
    SearchTrace trace = search(type);
    Pool before = beforeFinalists(trace);
    int scored =
        trace.rollouts(SearchTrace.Purpose.SAMPLING).size()
            + trace.rollouts(SearchTrace.Purpose.EVALUATION).size();

    assertThat(before.programs().stream().mapToInt(PooledProgram::rollouts).sum())
        .isEqualTo(scored);
    assertThat(new SimbaAlgorithm(trace.task().definition().optimizer()).creditLate(LATE))
        .containsExactly(new Change.Credited(List.of(LATE)));
  }

  @ParameterizedTest
  @EnumSource(names = "SOFTMAX")
  void asPublishedTheyCountForNone(SelectionType type) {
    SearchTrace trace = search(type);

    assertThat(beforeFinalists(trace).programs())
        .allSatisfy(program -> assertThat(program.tallies()).isEmpty());
    assertThat(new SimbaAlgorithm(trace.task().definition().optimizer()).creditLate(LATE))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = "SOFTMAX", mode = EnumSource.Mode.EXCLUDE)
  void everyProgramOfThePoolMayBeDrawn(SelectionType type) {
    StepOutcome third = search(type).steps().get(2);

    assertThat(third.manifest().sources().size())
        .isGreaterThan(third.manifest().definition().optimizer().candidates());
  }

  private static Pool beforeFinalists(SearchTrace trace) {
    return trace.pools().stream()
        .filter(pool -> !pool.finalists().isEmpty())
        .findFirst()
        .orElseThrow();
  }

  private static SearchTrace search(SelectionType type) {
    return SimulatedSearch.run(
        SimulatedTask.ofFile(
            World.named("base", 1),
            40,
            TaskBuilder.simba().selection(type).minibatchSize(16).steps(4).seed(1)));
  }
}
