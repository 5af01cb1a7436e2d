package dev.ascent.core.minibatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.StepCounts;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.testing.TaskBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final int EXAMPLES = 8;
  private static final int SIZE = 4;

  private final Planner planner = new Planner(6, 3);

  @Test
  void drawsNothingBeforeAFileIsComplete() {
    PlannedTask task = file(1).arrive(EXAMPLES - 1);
    assertThat(task.next()).isInstanceOf(PlanStep.Nothing.class);

    task.arrive(1);

    PlanStep.Draw draw = (PlanStep.Draw) task.next();
    assertThat(draw.minibatch()).isEqualTo("m1-0");
    assertThat(draw.purpose()).isEqualTo(Minibatch.Purpose.STEP);
    assertThat(draw.examples()).hasSize(SIZE);
    assertThat(draw.following()).isZero();
  }

  @Test
  void asksForTheLeaseOfWhatWasDrawnUntilItIsThere() {
    PlannedTask task = file(1).arrive(EXAMPLES);

    PlanStep.Ask ask = (PlanStep.Ask) task.advance();

    assertThat(ask.minibatch().examples()).hasSize(SIZE);
    assertThat(task.plan().waiting()).isEqualTo(ask.minibatch());
    assertThat(task.plan().drawn()).isEqualTo(1);
    assertThat(task.next()).isEqualTo(ask);
  }

  @Test
  void sendsWhatWaitedUnderItsLease() {
    PlannedTask task = file(1).arrive(EXAMPLES);
    Minibatch waiting = ((PlanStep.Ask) task.advance()).minibatch();

    task.lease(waiting.id());

    PlanStep.Send send = (PlanStep.Send) task.next();
    assertThat(send.minibatch()).isEqualTo(waiting);
    assertThat(send.lease()).isEqualTo(task.pool().ledger().open(waiting.id()).orElseThrow());
    assertThat(send.after().waiting()).isNull();
    assertThat(send.after().underWay()).containsExactly(waiting.id());
  }

  @Test
  void drawsNoMoreThanMayBeUnderWay() {
    PlannedTask task = file(2).arrive(EXAMPLES);
    String first = task.sendNext();
    String second = task.sendNext();
    assertThat(task.next()).isInstanceOf(PlanStep.Nothing.class);

    task.settle(first);

    assertThat(task.ended()).containsExactly(first);
    assertThat(task.plan().underWay()).containsExactly(second);
    assertThat(task.next()).isInstanceOf(PlanStep.Draw.class);
  }

  @Test
  void drawsNoMoreThanTheStepsOfTheTaskWhereSomeAreUnderWay() {
    PlannedTask task =
        opened(
                TaskBuilder.simba()
                    .minibatchSize(SIZE)
                    .steps(3)
                    .maxInflightMinibatches(9)
                    .dataset(EXAMPLES, 0))
            .arrive(EXAMPLES);
    task.write(new Change.Stepped("before", new StepCounts(1, 0, Map.of(), 0, 0)));

    task.sendNext();
    task.sendNext();

    assertThat(task.next()).isInstanceOf(PlanStep.Nothing.class);
  }

  @Test
  void learnsFromAStreamAsItComes() {
    PlannedTask task = stream().arrive(SIZE + 1);

    task.sendNext();
    task.sendNext();

    assertThat(task.sent()).extracting(Minibatch::exampleIds).containsExactly(ids(0, 4), ids(4, 5));
  }

  @Test
  void waitsForNewExamplesOfAStreamThatWasLearnedFromOftenEnough() {
    PlannedTask task = stream().arrive(SIZE);
    for (int minibatch = 0; minibatch < 8; minibatch++) {
      task.settle(task.sendNext());
    }
    assertThat(task.next()).isInstanceOf(PlanStep.Nothing.class);

    task.arrive(1);

    assertThat(((PlanStep.Draw) task.next()).examples()).containsExactly("e4");
  }

  @Test
  void selectsInChunksThatTogetherAreAllExamples() {
    PlannedTask task = file(9).arrive(EXAMPLES);
    select(task);

    task.sendNext();
    task.sendNext();
    task.sendNext();

    assertThat(task.next()).isInstanceOf(PlanStep.Nothing.class);
    assertThat(task.sent())
        .extracting(Minibatch::purpose)
        .containsOnly(Minibatch.Purpose.SELECTION);
    assertThat(task.sent()).extracting(Minibatch::following).containsExactly(5, 2, 0);
    assertThat(task.sent().stream().flatMap(sent -> sent.exampleIds().stream()).toList())
        .isEqualTo(ids(0, EXAMPLES));
  }

  @Test
  void dropsTheStepThatWaitsOnceTheSelectionBegins() {
    PlannedTask task = file(1).arrive(EXAMPLES);
    task.advance();

    select(task);

    PlanStep.Drop drop = (PlanStep.Drop) task.next();
    assertThat(drop.after().waiting()).isNull();
    assertThat(((PlanStep.Ask) task.advance()).minibatch().purpose())
        .isEqualTo(Minibatch.Purpose.SELECTION);
  }

  @Test
  void drawsNothingWhileTheResultIsValidated() {
    PlannedTask task = file(1).arrive(EXAMPLES);

    task.write(new Change.Entered(Phase.VALIDATING, List.of()));

    assertThat(task.next()).isInstanceOf(PlanStep.Nothing.class);
  }

  @Test
  void drawsForALeaseThatNobodyUsesBeforeItAsksForAnother() {
    PlannedTask task = file(1).arrive(EXAMPLES);
    task.lease("m7-3");

    task.advance();

    assertThat(task.sent()).extracting(Minibatch::id).containsExactly("m7-3");
  }

  @Test
  void leavesTheLeasesOfValidationRoundsAlone() {
    PlannedTask task = file(1).arrive(EXAMPLES);
    task.lease("a1-1");

    assertThat(((PlanStep.Draw) task.next()).minibatch()).isEqualTo("m2-0");
  }

  @Test
  void aStreamGivesUpWhatItIsNotToKeep() {
    PlannedTask task = stream().arrive(9);

    assertThat(planner.surplus(task.pool(), task.plan().queue())).isEqualTo(ids(0, 3));
  }

  @Test
  void aFileAndATaskThatIsNotKnownYetGiveUpNothing() {
    PlannedTask file = file(1).arrive(9);
    PlannedTask unknown = new PlannedTask(planner).arrive(9);

    assertThat(planner.surplus(file.pool(), file.plan().queue())).isEmpty();
    assertThat(planner.surplus(unknown.pool(), unknown.plan().queue())).isEmpty();
  }

  @Test
  void theLeasesThatAreForfeitedEnd() {
    PlannedTask task = file(1).arrive(EXAMPLES);
    String first = task.sendNext();

    task.takeOver("run-1");

    assertThat(task.ended()).containsExactly(first);
    assertThat(task.plan().underWay()).isEmpty();
  }

  @Test
  void nothingThatWasUnderWayComesBackToAnotherOwner() {
    PlannedTask task = file(2).arrive(EXAMPLES);
    String first = task.sendNext();
    task.advance();

    task.takeOver("run-2");

    assertThat(task.ended()).containsExactly(first);
    assertThat(task.plan().underWay()).isEmpty();
    assertThat(task.plan().waiting()).isNull();
    assertThat(task.plan().queue().size()).isEqualTo(EXAMPLES);
  }

  @Test
  void aRetiredTaskIsForgottenOnceNothingIsUnderWay() {
    PlannedTask task = file(2).arrive(EXAMPLES);
    String first = task.sendNext();
    task.advance();

    task.write(new Change.Retired());
    assertThat(task.plan().underWay()).containsExactly(first);
    assertThat(task.plan().waiting()).isNull();
    assertThat(task.plan().queue()).isEqualTo(ExampleQueue.EMPTY);

    task.settle(first);
    assertThat(task.ended()).containsExactly(first);
    assertThat(task.plan()).isEqualTo(PlanState.EMPTY);
  }

  private PlannedTask file(int mostInFlight) {
    return opened(
        TaskBuilder.simba()
            .minibatchSize(SIZE)
            .maxInflightMinibatches(mostInFlight)
            .dataset(EXAMPLES, 0));
  }

  private PlannedTask stream() {
    return opened(TaskBuilder.simba().minibatchSize(SIZE).maxInflightMinibatches(9));
  }

  private PlannedTask opened(TaskBuilder definition) {
    return PlannedTask.opened(planner, definition.build());
  }

  private static void select(PlannedTask task) {
    task.write(new Change.Entered(Phase.SELECTING, List.of(task.pool().start())));
  }

  private static List<String> ids(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "e" + i).toList();
  }
}
