package dev.ascent.core.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.pool.Change;
import dev.ascent.core.program.Program;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.testing.TaskBuilder;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChampionDecisionsTest {
  private final DecidedTask task = new DecidedTask();
  private Program first;
  private Program second;

  @BeforeEach
  void promotedTwice() {
    task.open(TaskBuilder.ascent().build());
    first = promoted(1, "a rule");
    second = promoted(2, "another rule");
  }

  private Program promoted(int epoch, String rule) {
    Program program = task.taught(rule);
    task.apply(
        new Change.Joined(program, List.of()),
        new Change.Promoted(epoch, program.id(), Evidence.start()));
    return program;
  }

  @Test
  void rollingBackPublishesTheChampionBeforeUnderANewEpochAndKeepsIt() {
    command(CommandKind.ROLL_BACK, null);

    assertThat(task.pool().champion().epoch()).isEqualTo(3);
    assertThat(task.pool().champion().program()).isEqualTo(first.id());
    assertThat(task.pool().isPinned()).isTrue();
  }

  @Test
  void rollingBackTwiceReturnsToTheOneThatWasRolledBack() {
    command(CommandKind.ROLL_BACK, null);
    command(CommandKind.ROLL_BACK, null);

    assertThat(task.pool().champion().program()).isEqualTo(second.id());
    assertThat(task.pool().champion().epoch()).isEqualTo(4);
  }

  @Test
  void anyEarlierEpochCanComeBack() {
    command(CommandKind.ROLL_BACK, 0L);

    assertThat(task.pool().champion().program()).isEqualTo(task.pool().start());
  }

  @Test
  void rollingBackToAnEarlierEpochOfThePresentProgramKeepsIt() {
    command(CommandKind.ROLL_BACK, 1L);
    command(CommandKind.UNPIN, null);

    command(CommandKind.ROLL_BACK, 1L);

    assertThat(task.pool().champion().epoch()).isEqualTo(3);
    assertThat(task.pool().isPinned()).isTrue();
  }

  @Test
  void anEpochThatNeverWasChangesNothing() {
    task.assertNothing(commanded(CommandKind.ROLL_BACK, 9L, null));
  }

  @Test
  void aStartHasNothingToRollBackTo() {
    DecidedTask fresh = new DecidedTask();
    fresh.open(TaskBuilder.ascent().build());

    fresh.assertNothing(commanded(CommandKind.ROLL_BACK, null, null));
  }

  @Test
  void aPinnedChampionIsKeptUntilItIsUnpinned() {
    command(CommandKind.PIN, null);
    assertThat(task.pool().isPinned()).isTrue();
    assertThat(task.pool().champion().epoch()).isEqualTo(2);
    task.assertNothing(commanded(CommandKind.PIN, null, null));

    command(CommandKind.UNPIN, null);
    assertThat(task.pool().isPinned()).isFalse();
    task.assertNothing(commanded(CommandKind.UNPIN, null, null));
  }

  @Test
  void pinningAnEarlierChampionReturnsToIt() {
    command(CommandKind.PIN, 1L);

    assertThat(task.pool().champion().program()).isEqualTo(first.id());
    assertThat(task.pool().isPinned()).isTrue();
  }

  @Test
  void pinningEndsTheTestThatIsUnderWay() {
    task.apply(
        new Change.Attempted(
            Attempt.open("attempt-9", first.id(), second.id(), 0.0025, 0, 8),
            true,
            DecidedTask.DAY));
    command(CommandKind.PIN, null);

    assertThat(task.pool().attempt()).isNull();
  }

  @Test
  void onlyTheChallengerThatWaitsCanBeApproved() {
    Program waiting = task.taught("a third rule");
    task.apply(
        new Change.Joined(waiting, List.of()), new Change.Awaited(waiting.id(), Evidence.start()));
    task.assertNothing(commanded(CommandKind.APPROVE, null, first.id()));

    task.decide(commanded(CommandKind.APPROVE, null, waiting.id()));
    assertThat(task.pool().champion().program()).isEqualTo(waiting.id());
    assertThat(task.pool().champion().epoch()).isEqualTo(3);
    assertThat(task.pool().awaiting()).isNull();
  }

  @Test
  void pinningSendsTheChallengerThatWaitsAway() {
    task.apply(new Change.Awaited(first.id(), Evidence.start()));
    command(CommandKind.PIN, null);

    assertThat(task.pool().awaiting()).isNull();
  }

  @Test
  void anotherProgramToStartFromEndsThePin() {
    command(CommandKind.PIN, null);
    task.decide(new PoolEvent.TaskSeen(TaskBuilder.ascent().model("another-model").build()));

    assertThat(task.pool().isPinned()).isFalse();
  }

  private void command(CommandKind kind, Long epoch) {
    task.decide(commanded(kind, epoch, null));
  }

  private static PoolEvent commanded(CommandKind kind, Long epoch, String program) {
    return new PoolEvent.Commanded(new Command(kind, "test", epoch, program));
  }
}
