package dev.ascent.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.guard.PromptCaps;
import dev.ascent.core.guard.PromptTokens;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.program.Program;
import dev.ascent.embedded.simulated.World;
import dev.ascent.testing.TaskBuilder;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No program that a search tries is beyond what may be published. */
class PromptCapsInvariantTest {
  private static final World WORLD = World.named("six-keywords", 5);
  private static final int ROOM = 700;

  @ParameterizedTest
  @ValueSource(strings = {"ascent", "simba"})
  void capsHoldForEveryProgramThatJoins(String algorithm) {
    List<Program> free = joined(task(algorithm));
    assertThat(free).isNotEmpty();
    long start =
        PromptTokens.mostOf(
            free.get(0)
                .withPredictors(p -> p.withRules(List.of()).withDemos(List.of()))
                .predictors()
                .get(0));
    PromptCaps caps = new PromptCaps(2, 3, (int) start + ROOM);
    assertThat(free).anyMatch(program -> caps.refusal(program).isPresent());

    List<Program> capped =
        joined(task(algorithm).caps(caps.demos(), caps.rules()).maxPromptTokens(caps.tokens()));

    assertThat(capped).hasSizeGreaterThan(3).allMatch(program -> caps.refusal(program).isEmpty());
  }

  private static TaskBuilder task(String algorithm) {
    TaskBuilder task = TaskBuilder.of(algorithm).rollouts(1_500).seed(3);
    return algorithm.equals("simba") ? task.minibatchSize(8).steps(8) : task;
  }

  private static List<Program> joined(TaskBuilder task) {
    return SimulatedSearch.run(SimulatedTask.ofFile(WORLD, 150, task)).entries().stream()
        .map(JournalEntry::changes)
        .flatMap(List::stream)
        .filter(Change.Joined.class::isInstance)
        .map(change -> ((Change.Joined) change).program())
        .toList();
  }
}
