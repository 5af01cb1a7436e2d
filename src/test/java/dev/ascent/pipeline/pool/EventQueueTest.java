package dev.ascent.pipeline.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.decision.Command;
import dev.ascent.core.decision.CommandKind;
import dev.ascent.core.decision.Decider;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.testing.PoolJournal;
import dev.ascent.testing.TaskBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventQueueTest {
  private static final String TASK = "tickets";
  private static final PoolInput PAUSE = command(CommandKind.PAUSE);
  private static final PoolInput RESUME = command(CommandKind.RESUME);

  private final TaskDefinition definition = TaskBuilder.ascent().build();
  private final PoolJournal journal = PoolJournal.empty(TASK, "run-1");

  @Test
  void anEventThatCallsForAnEntryIsDoneWithOnceThatApplied() {
    journal.open(definition);
    EventQueue queue = queue(PAUSE, RESUME);

    assertThat(changes(queue, "run-1")).hasExactlyElementsOfTypes(Change.Paused.class);
    assertThat(queue.left()).containsExactly(PAUSE, RESUME);

    queue.firstApplied();
    assertThat(queue.left()).containsExactly(RESUME);
  }

  @Test
  void eventsThatCallForNothingAreDoneWith() {
    journal.open(definition);
    EventQueue queue = queue(RESUME, PoolInput.taskSeen(definition), PAUSE);

    assertThat(changes(queue, "run-1")).hasExactlyElementsOfTypes(Change.Paused.class);
    assertThat(queue.left()).containsExactly(PAUSE);
  }

  @Test
  void nothingIsLeftWhereNothingCallsForAnEntry() {
    journal.open(definition);
    EventQueue queue = queue(RESUME, RESUME);

    assertThat(entry(queue, "run-1")).isEmpty();
    assertThat(queue.left()).isEmpty();
  }

  @Test
  void whatComesBehindAnEventThatIsAheadOfThePoolWaitsWithIt() {
    journal.open(definition);
    PoolInput ahead = PoolInput.leaseWanted(TASK, 2, minibatch(), Long.MAX_VALUE);
    EventQueue queue = queue(ahead, PAUSE);

    assertThat(entry(queue, "run-1")).isEmpty();
    assertThat(queue.left()).containsExactly(ahead, PAUSE);

    journal.lease("m0", 8);
    assertThat(changes(queue, "run-1")).hasExactlyElementsOfTypes(Change.Leased.class);
  }

  @Test
  void theDefinitionOfATaskOfAnotherRunComesBeforeAllElse() {
    journal.open(definition);
    PoolInput seen = PoolInput.taskSeen(definition);
    EventQueue queue = queue(PAUSE, seen, RESUME);

    assertThat(changes(queue, "run-2")).containsExactly(new Change.Owned("run-2", 0));
    assertThat(queue.left()).containsExactly(seen, PAUSE, RESUME);
  }

  @Test
  void aTaskOfAnotherRunIsTakenOverAsItWasKnown() {
    journal.open(definition);
    EventQueue queue = queue();

    assertThat(changes(queue, "run-2")).containsExactly(new Change.Owned("run-2", 0));
    assertThat(queue.left()).containsExactly(PoolInput.takeover(TASK));
  }

  @Test
  void aTakeoverThatComesTooLateBringsNoEarlierDefinitionBack() {
    journal.open(definition);
    EventQueue queue = queue();
    assertThat(entry(queue, "run-2")).isPresent();
    TaskDefinition later = TaskBuilder.ascent().model("another").build();
    journal.write(new Change.Defined(later));

    assertThat(changes(queue, "run-2")).containsExactly(new Change.Owned("run-2", 0));
  }

  @Test
  void aLeaseThatAnEarlierAttemptWantedIsGivenToNobody() {
    journal.open(definition);
    PoolInput old = PoolInput.leaseWanted(TASK, 1, minibatch(), Long.MAX_VALUE);
    EventQueue queue = queue(old);
    PoolJournal later = journal.writtenBy("run-1@2");
    later.write(new Change.Owned("run-1@2", 0));

    assertThat(queue.decide(new Decider("run-1@2"), later.pool(), Instant.EPOCH)).isEmpty();
    assertThat(queue.left()).isEmpty();
    EventQueue asked =
        queue(PoolInput.leaseWanted(TASK, later.pool().version(), minibatch(), Long.MAX_VALUE));
    assertThat(asked.decide(new Decider("run-1@2"), later.pool(), Instant.EPOCH)).isPresent();
  }

  @Test
  void aLeaseThatWasUsedSinceItWasWantedIsNotGivenAgain() {
    journal.open(definition);
    PoolInput twice = PoolInput.leaseWanted(TASK, 1, minibatch(), Long.MAX_VALUE);
    journal.lease("m1", 8);
    journal.settle("m1");
    EventQueue queue = queue(twice);

    assertThat(entry(queue, "run-1")).isEmpty();
    assertThat(queue.left()).isEmpty();
  }

  @Test
  void eventsOfATaskThatIsNotKnownWaitForItsDefinition() {
    EventQueue queue = queue(PAUSE);

    assertThat(entry(queue, "run-1")).isEmpty();
    assertThat(queue.left()).containsExactly(PAUSE);
  }

  private static EventQueue queue(PoolInput... events) {
    return new EventQueue(List.of(events));
  }

  private Optional<JournalEntry> entry(EventQueue queue, String owner) {
    return queue.decide(new Decider(owner), journal.pool(), Instant.EPOCH);
  }

  private List<Change> changes(EventQueue queue, String owner) {
    return entry(queue, owner).orElseThrow().changes();
  }

  private static PoolInput command(CommandKind kind) {
    return PoolInput.commanded(TASK, Command.of(kind, "test"), null);
  }

  private static Minibatch minibatch() {
    Example example = Example.labelled("e1", Map.of("ticket", "a"), Map.of("team", "b"));
    return new Minibatch("m1", TASK, Minibatch.Purpose.STEP, List.of(example), 0);
  }
}
