package dev.ascent.core.decision;

import static dev.ascent.core.decision.DecidedTask.DAY;
import static dev.ascent.core.decision.DecidedTask.NOW;
import static dev.ascent.core.decision.DecidedTask.ended;
import static dev.ascent.core.decision.DecidedTask.round;
import static dev.ascent.core.decision.DecidedTask.scored;
import static dev.ascent.core.decision.DecidedTask.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.algorithm.Draft;
import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.algorithm.ProposalResult;
import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.budget.Lease;
import dev.ascent.core.metric.MetricDefinition;
import dev.ascent.core.metric.MetricType;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.StepCounts;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.testing.TaskBuilder;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whose word counts for a task, and what definitions, commands and faults make of its search. */
class DeciderTest {
  private DecidedTask task = new DecidedTask();

  @Test
  void nothingIsDecidedBeforeTheTaskIsOwned() {
    task.open(TaskBuilder.ascent().build());
    Decider newcomer = new Decider("run-2");

    for (PoolEvent event :
        List.of(
            new PoolEvent.TaskGone(null),
            wanted("m1", 16),
            new PoolEvent.Commanded(Command.of(CommandKind.PAUSE, "holiday")),
            new PoolEvent.Failed("status 401", task.pool().definition().programProfiles()))) {
      assertThat(newcomer.decide(task.pool(), event, NOW)).isEmpty();
    }
    TaskDefinition definition = task.pool().definition();
    JournalEntry takeover =
        newcomer.decide(task.pool(), new PoolEvent.TaskSeen(definition), NOW).orElseThrow();
    assertThat(takeover.changes()).containsExactly(new Change.Owned("run-2", DAY));
  }

  @Test
  void aDefinitionThatIsKnownChangesNothing() {
    TaskDefinition definition = TaskBuilder.ascent().build();
    task.open(definition);

    task.assertNothing(new PoolEvent.TaskSeen(definition));
  }

  @Test
  void aBoundedSearchGoesThroughItsPhasesInOrder() {
    task.open(TaskBuilder.simba().steps(1).minibatchSize(4).candidates(1).dataset(4, 100).build());
    task.decide(wanted("m1", 4));
    Program better = task.taught("the first");
    task.decide(stepWith(better, "m1", 4));
    assertThat(task.pool().phase()).isEqualTo(Phase.SELECTING);
    assertThat(task.pool().finalists()).containsExactly(task.pool().start(), better.id());

    task.decide(selectionWanted("m2", 4));
    assertThat(task.pool().ledger().open()).containsExactly(new Lease("m2", 8, 4));
    task.decide(
        ended(
            task.manifest("m2", 4, Minibatch.Purpose.SELECTION),
            task.wonBy(better, 4),
            Usage.NONE));
    assertThat(task.pool().phase()).isEqualTo(Phase.VALIDATING);
    assertThat(task.pool().attempt().challenger()).isEqualTo(better.id());

    while (task.pool().phase() == Phase.VALIDATING) {
      task.decide(round(task.pool().attempt(), 1.0));
    }
    assertThat(task.pool().phase()).isEqualTo(Phase.FINISHED);
    assertThat(task.pool().champion().program()).isEqualTo(better.id());
    assertThat(task.pool().champion().epoch()).isEqualTo(1);
    assertThat(task.pool().verdict().evidence().eValue()).isGreaterThanOrEqualTo(20);
    assertThat(task.pool().ledger().open()).isEmpty();
    task.assertNothing(wanted("m9", 4));
  }

  @Test
  void commandsPauseResumeAndRetireOnce() {
    task.open(TaskBuilder.ascent().build());
    PoolEvent pause = new PoolEvent.Commanded(Command.of(CommandKind.PAUSE, "holiday"));
    PoolEvent resume = new PoolEvent.Commanded(Command.of(CommandKind.RESUME, ""));
    PoolEvent retire = new PoolEvent.Commanded(Command.of(CommandKind.RETIRE, ""));

    task.assertNothing(resume);
    task.decide(pause);
    assertThat(task.pool().pause().reason()).isEqualTo("paused by command: holiday");
    task.assertNothing(pause);
    task.assertNothing(wanted("m1", 16));
    task.decide(resume);
    task.assertNothing(resume);
    assertThat(task.pool().isActive()).isTrue();
    task.decide(retire);
    assertThat(task.pool().phase()).isEqualTo(Phase.RETIRED);
    task.assertNothing(retire);
    task.assertNothing(new PoolEvent.TaskGone(null));
    task.assertNothing(wanted("m1", 16));
  }

  @Test
  void aSystemicFaultPausesOnce() {
    task.open(TaskBuilder.ascent().build());
    PoolEvent refused =
        new PoolEvent.Failed("CREDENTIALS: status 401", task.pool().definition().programProfiles());
    task.decide(refused);

    assertThat(task.pool().pause().reason()).isEqualTo("CREDENTIALS: status 401");
    task.assertNothing(refused);
  }

  @Test
  void anotherMetricOrModelBeginsTheSearchAgain() {
    for (TaskDefinition other :
        List.of(
            TaskBuilder.ascent()
                .metric(new MetricDefinition(MetricType.CONTAINS, "team", 0, "", ""))
                .build(),
            TaskBuilder.ascent().model("larger").build())) {
      task = new DecidedTask();
      task.open(TaskBuilder.ascent().build());
      task.decide(wanted("m1", 16));
      task.decide(
          ended(task.manifest("m1", 16), List.of(task.scored(0, 1)), new Usage(1, 0, 0, 0)));
      task.apply(new Change.Joined(task.taught("a rule"), List.of()));

      task.decide(new PoolEvent.TaskSeen(other));

      assertThat(task.pool().programs()).hasSize(1);
      assertThat(task.pool().pooled(task.pool().start()).tallies()).isEmpty();
      assertThat(task.pool().counts()).isEqualTo(StepCounts.NONE);
      assertThat(task.pool().champion().epoch()).isEqualTo(1);
      assertThat(task.pool().ledger().total().rollouts()).isEqualTo(1);
    }
  }

  @Test
  void otherSettingsLeaveWhatWasLearned() {
    task.open(TaskBuilder.ascent().rollouts(100).build());
    task.apply(new Change.Joined(task.taught("a rule"), List.of()));

    task.decide(new PoolEvent.TaskSeen(TaskBuilder.ascent().rollouts(200).build()));

    assertThat(task.pool().programs()).hasSize(2);
    assertThat(task.pool().champions()).hasSize(1);
  }

  private static PoolEvent selectionWanted(String minibatch, int examples) {
    return new PoolEvent.LeaseWanted(
        minibatch, Minibatch.Purpose.SELECTION, examples, Long.MAX_VALUE);
  }

  /** A step that made one candidate, which is right on every example. */
  private PoolEvent stepWith(Program candidate, String minibatch, int examples) {
    Manifest manifest = task.manifest(minibatch, examples);
    List<ScoredRollout> evaluated =
        IntStream.range(0, examples).mapToObj(i -> scored(candidate.id(), i, 1)).toList();
    return new PoolEvent.StepEnded(
        new StepOutcome(
            manifest,
            List.of(task.scored(0, 0)),
            List.of(
                new ProposalResult(
                    new Draft(
                        0,
                        "e0",
                        "append_a_rule",
                        task.pool().start(),
                        task.pool().program(task.pool().start())),
                    candidate,
                    "",
                    Usage.NONE)),
            evaluated,
            0,
            Usage.NONE,
            Usage.NONE,
            "",
            List.of()));
  }
}
