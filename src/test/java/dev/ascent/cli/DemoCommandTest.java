package dev.ascent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.testing.PoolJournal;
import dev.ascent.testing.TaskBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long the demo learns, of a usual 100 seconds. */
class DemoCommandTest {
  private final TaskDefinition task = TaskBuilder.ascent().build();
  private final Program better = taught("Think.");
  private final Program other = taught("Think twice.");
  private final PoolJournal journal = PoolJournal.empty("tickets", "run-1");

  @Test
  void whereNothingIsProvenItLearnsTwiceAsLong() {
    assertLearns(Pool.empty("tickets"), 200);
    journal.open(task);
    assertLearns(journal.pool(), 200);
  }

  @Test
  void halfOfTheTimeIsEnoughWhereWhatIsProvenLeads() {
    promote();

    assertLearns(journal.pool(), 50);
  }

  @Test
  void itLearnsTheWholeTimeWhereSomethingElseLeadsOrIsUnderTest() {
    promote();
    journal.write(new Change.Joined(other, List.of()), new Change.Led(other.id()));
    assertLearns(journal.pool(), 100);

    Attempt attempt = Attempt.open("attempt-1", other.id(), better.id(), 0.05, 0, 8);
    journal.write(new Change.Led(better.id()), new Change.Attempted(attempt, true, 0));
    assertLearns(journal.pool(), 100);
  }

  private void promote() {
    journal.open(task);
    journal.write(
        new Change.Joined(better, List.of()),
        new Change.Led(better.id()),
        new Change.Promoted(1, better.id(), Evidence.start()));
  }

  private static void assertLearns(Pool pool, long seconds) {
    Duration usual = Duration.ofSeconds(100);
    assertThat(DemoCommand.isEnough(pool, Duration.ofSeconds(seconds - 1), usual)).isFalse();
    assertThat(DemoCommand.isEnough(pool, Duration.ofSeconds(seconds), usual)).isTrue();
  }

  private Program taught(String rule) {
    return task.startProgram()
        .withPredictor("route", route -> route.withRule(new Rule(rule, List.of("e1"))));
  }
}
