package dev.ascent.core.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.pool.Champion;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Heard;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.TopicPosition;
import dev.ascent.core.program.Program;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.testing.TaskBuilder;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records in which people say what they want, read again by a run that begins behind them. */
class DeciderHeardTest {
  private static final long NOON = 1_700_000_000_000L;

  private final TaskDefinition first = TaskBuilder.ascent().model("first").build();
  private final TaskDefinition second = TaskBuilder.ascent().model("second").build();
  private final DecidedTask task = new DecidedTask();

  @BeforeEach
  void open() {
    task.decide(new PoolEvent.TaskSeen(first, at(0)));
    task.decide(new PoolEvent.TaskSeen(second, at(1)));
  }

  @Test
  void anEarlierDefinitionDoesNotComeBack() {
    task.assertNothing(new PoolEvent.TaskSeen(first, at(0)));
    task.assertNothing(new PoolEvent.TaskSeen(second, at(1)));

    assertThat(task.pool().champion().epoch()).isEqualTo(1);
    task.decide(new PoolEvent.TaskSeen(first, at(2)));
    assertThat(task.pool().definition()).isEqualTo(first);
  }

  @Test
  void anEarlierDefinitionTakesTheTaskOverAsItIs() {
    List<Change> changes =
        new Decider("run-2")
            .decide(task.pool(), new PoolEvent.TaskSeen(first, at(0)), task.now())
            .orElseThrow()
            .changes();

    assertThat(changes).containsExactly(new Change.Owned("run-2", DecidedTask.DAY));
  }

  @Test
  void anEarlierTombstoneDoesNotRetireATaskThatCameBack() {
    task.decide(new PoolEvent.TaskGone(at(2)));
    task.decide(new PoolEvent.TaskSeen(first, at(3)));

    task.assertNothing(new PoolEvent.TaskGone(at(2)));
    assertThat(task.pool().phase()).isEqualTo(Phase.SEARCHING);
  }

  @Test
  void aRollbackIsNotDoneTwice() {
    promote("Invoices: billing.");
    promote("Invoices: accounting.");
    PoolEvent rollback = command(CommandKind.ROLL_BACK, 7);
    task.decide(rollback);
    Champion back = task.pool().champion();

    task.assertNothing(rollback);
    task.assertNothing(command(CommandKind.UNPIN, 6));

    assertThat(task.pool().champion()).isEqualTo(back);
    task.decide(command(CommandKind.UNPIN, 8));
    assertThat(task.pool().isPinned()).isFalse();
  }

  @Test
  void aTopicThatWasMadeAnewIsListenedTo() {
    task.decide(command(CommandKind.PAUSE, 7));

    task.decide(
        new PoolEvent.Commanded(
            Command.of(CommandKind.RESUME, "test"), new TopicPosition(0, NOON + 8)));

    assertThat(task.pool().isPaused()).isFalse();
    assertThat(task.pool().heard().command()).isEqualTo(new TopicPosition(7, NOON + 8));
    assertThat(task.pool().heard().has(Heard.Topic.COMMANDS, at(8))).isFalse();
  }

  private void promote(String rule) {
    Program better = task.taught(rule);
    task.apply(
        new Change.Joined(better, List.of(1.0)),
        new Change.Promoted(task.pool().champion().epoch() + 1, better.id(), Evidence.start()));
  }

  private static PoolEvent command(CommandKind kind, long offset) {
    return new PoolEvent.Commanded(Command.of(kind, "test"), at(offset));
  }

  private static TopicPosition at(long offset) {
    return new TopicPosition(offset, NOON + offset);
  }
}
