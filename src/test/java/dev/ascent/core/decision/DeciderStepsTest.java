package dev.ascent.core.decision;

import static dev.ascent.core.decision.DecidedTask.DAY;
import static dev.ascent.core.decision.DecidedTask.ended;
import static dev.ascent.core.decision.DecidedTask.scored;
import static dev.ascent.core.decision.DecidedTask.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.budget.Lease;
import dev.ascent.core.pool.Pause;
import dev.ascent.core.pool.PauseKind;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.ModuleType;
import dev.ascent.core.program.Signature;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.Caps;
import dev.ascent.core.task.ModuleDefinition;
import dev.ascent.core.task.PromotionPolicy;
import dev.ascent.testing.TaskBuilder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a minibatch may start, and what its end costs and teaches. */
class DeciderStepsTest {
  private static final String REFUSED = "CREDENTIALS: big.example.com answered with status 401";

  private final DecidedTask task = new DecidedTask();

  @Test
  void aLeaseIsGivenOnce() {
    task.open(TaskBuilder.ascent().rollouts(1000).build());

    task.decide(wanted("m1", 16));

    assertThat(task.pool().ledger().open()).extracting(Lease::id).containsExactly("m1");
    task.assertNothing(wanted("m1", 16));
  }

  @Test
  void aStreamPausesWhenItsBudgetIsSpent() {
    task.open(TaskBuilder.ascent().rollouts(3).build());

    task.decide(wanted("m1", 16));

    assertThat(task.pool().ledger().open()).isEmpty();
    assertThat(task.pool().pause())
        .isEqualTo(
            Pause.of(
                PauseKind.CAP,
                "0 of 3 rollouts in all are spent, and what is left does not pay for a step; only"
                    + " a higher cap lets the task go on"));
    task.assertNothing(wanted("m1", 16));
  }

  @Test
  void aDaysBudgetIsKeptApart() {
    PromotionPolicy unwatched = new PromotionPolicy(0.05, 20, 30, 0, 0.2, false).withLiveShare(0);
    task.open(TaskBuilder.ascent().promotion(unwatched).perDay(new Caps(48L, null, null)).build());
    task.decide(wanted("m1", 16));
    assertThat(left(DAY)).isZero();
    task.decide(ended(task.manifest("m1", 16), List.of(task.scored(0, 1)), new Usage(48, 0, 0, 0)));

    assertThat(left(DAY)).isZero();
    assertThat(left(DAY + 1)).isEqualTo(48);
  }

  @ParameterizedTest
  @CsvSource({"1, 180", "2, 160"})
  void aBoundedSearchKeepsBackWhatItsTestTakesOfEveryModule(int modules, long leftForSteps) {
    List<ModuleDefinition> all =
        Stream.of(module("route", "ticket", "note"), module("answer", "note", "team"))
            .skip(2 - modules)
            .toList();
    task.open(TaskBuilder.ascent().modules(all).dataset(60, 10).rollouts(200).build());
    task.decide(wanted("m1", 60));

    long leased = task.pool().ledger().open().get(0).charge().rollouts();
    assertThat(leased).isBetween(leftForSteps - 12, leftForSteps);
  }

  private static ModuleDefinition module(String name, String input, String output) {
    return new ModuleDefinition(
        name,
        ModuleType.PREDICT,
        new Signature("Answer.", List.of(Field.text(input, "")), List.of(Field.text(output, ""))));
  }

  @Test
  void aBoundedSearchWaitsForWhatIsUnderWayBeforeItEnds() {
    task.open(TaskBuilder.ascent().dataset(60, 0).rollouts(48).build());
    task.decide(wanted("m1", 16));

    task.assertNothing(wanted("m2", 16));
    task.decide(ended(task.manifest("m1", 16), List.of(task.scored(0, 1)), new Usage(48, 0, 0, 0)));
    task.decide(wanted("m2", 16));

    assertThat(task.pool().phase()).isEqualTo(Phase.FINISHED);
    assertThat(task.pool().verdict().program()).isEqualTo(task.pool().start());
  }

  @Test
  void theSameStepEndsOnce() {
    task.open(TaskBuilder.ascent().build());
    task.decide(wanted("m1", 16));
    PoolEvent ended =
        ended(
            task.manifest("m1", 16),
            List.of(task.scored(0, 1), task.scored(1, 0)),
            new Usage(2, 0, 0, 0));

    task.decide(ended);

    assertThat(task.pool().ledger().total().rollouts()).isEqualTo(2);
    assertThat(task.pool().counts().steps()).isEqualTo(1);
    task.assertNothing(ended);
  }

  @Test
  void aLateRolloutCountsForItsProgramIfThatIsInThePool() {
    task.open(TaskBuilder.ascent().build());
    task.decide(new PoolEvent.RolloutLate(task.scored(0, 1)));

    assertThat(task.pool().pooled(task.pool().start()).tallies()).hasSize(1);
    task.assertNothing(new PoolEvent.RolloutLate(scored("nobody", 0, 1)));
    task.assertNothing(
        new PoolEvent.RolloutLate(
            new ScoredRollout(task.pool().start(), "e1", RolloutStatus.TIMED_OUT, 0)));
  }

  @Test
  void rolloutsThatNeverCameBackCostAllTheyMight() {
    task.open(TaskBuilder.ascent().build());
    task.decide(wanted("m1", 16));
    int each = task.pool().ledger().open().get(0).attemptsEach();
    Manifest manifest = task.manifest("m1", 16);
    task.decide(
        new PoolEvent.StepEnded(
            new StepOutcome(
                manifest,
                List.of(task.scored(0, 1)),
                List.of(),
                List.of(),
                5,
                new Usage(1, 0, 0, 0),
                Usage.NONE,
                "",
                List.of())));

    assertThat(each).isGreaterThan(1);
    assertThat(task.pool().ledger().total().rollouts()).isEqualTo(1 + 5L * each);
  }

  @Test
  void aBarrenMinibatchPausesWithItsFault() {
    task.open(TaskBuilder.ascent().build());
    task.decide(wanted("m1", 16));
    PoolEvent ended = barren("m1");
    task.decide(ended);

    assertThat(task.pool().pause().reason())
        .isEqualTo("not one rollout was answered: UNREACHABLE: refused");
    assertThat(task.pool().counts().steps()).isZero();
    assertThat(task.pool().ledger().total().rollouts()).isEqualTo(4);
    task.assertNothing(ended);
    task.decide(new PoolEvent.Commanded(Command.of(CommandKind.RESUME, "")));
    assertThat(task.pool().isActive()).isTrue();
  }

  @Test
  void aFaultOfTheReflectionModelThatWillNotPassPausesAfterItsStep() {
    task.open(TaskBuilder.ascent().build());
    task.decide(wanted("m1", 16));
    task.decide(refusedReflection("m1"));

    assertThat(task.pool().pause().reason()).isEqualTo(REFUSED);
    assertThat(task.pool().counts().steps()).isEqualTo(1);
    assertThat(task.pool().ledger().open()).isEmpty();
  }

  @Test
  void aSearchThatEndsNeedsNoReflectionModel() {
    task.open(TaskBuilder.simba().steps(1).dataset(16, 0).build());
    task.decide(wanted("m1", 16));
    task.decide(refusedReflection("m1"));

    assertThat(task.pool().phase()).isNotEqualTo(Phase.SEARCHING);
    assertThat(task.pool().isPaused()).isFalse();
  }

  private PoolEvent refusedReflection(String minibatch) {
    return new PoolEvent.StepEnded(
        new StepOutcome(
            task.manifest(minibatch, 16),
            List.of(task.scored(0, 1)),
            List.of(task.refused(REFUSED)),
            List.of(),
            0,
            Usage.NONE,
            Usage.NONE,
            "",
            List.of()));
  }

  @Test
  void aFewFaultsDoNotPauseUntilTheyAreMany() {
    task.open(TaskBuilder.ascent().build());
    for (int minibatch = 1; minibatch <= 5; minibatch++) {
      task.decide(wanted("m" + minibatch, 16));
      task.decide(barren("m" + minibatch, 3));
      assertThat(task.pool().isActive()).isTrue();
    }
    task.decide(wanted("m6", 16));
    task.decide(barren("m6", 3));

    assertThat(task.pool().isActive()).isFalse();
    assertThat(task.pool().counts().faults()).isEqualTo(15);
  }

  @Test
  void aBarrenMinibatchAfterOthersSaysThatItWasTheLast() {
    task.open(TaskBuilder.ascent().build());
    task.decide(wanted("m1", 16));
    task.decide(ended(task.manifest("m1", 16), List.of(task.scored(0, 1)), new Usage(1, 0, 0, 0)));
    task.decide(wanted("m2", 16));
    task.decide(barren("m2"));

    assertThat(task.pool().pause().reason())
        .isEqualTo("not one rollout of the last minibatch was answered: UNREACHABLE: refused");
  }

  @Test
  void whatWasMeasuredBeforeTheSearchBeganAgainIsOnlyPaidFor() {
    task.open(TaskBuilder.ascent().build());
    task.decide(wanted("m1", 16));
    Manifest before = task.manifest("m1", 16);
    task.decide(new PoolEvent.TaskSeen(TaskBuilder.ascent().model("larger").build()));

    task.decide(ended(before, List.of(task.scored(0, 1)), new Usage(7, 0, 0, 0)));

    assertThat(task.pool().ledger().open()).isEmpty();
    assertThat(task.pool().ledger().total().rollouts()).isEqualTo(7);
    assertThat(task.pool().pooled(task.pool().start()).tallies()).isEmpty();
    assertThat(task.pool().counts().steps()).isZero();
  }

  /** A step whose rollouts all met a fault. */
  private PoolEvent barren(String minibatch) {
    return barren(minibatch, 8);
  }

  private PoolEvent barren(String minibatch, int rollouts) {
    return task.barren(minibatch, rollouts, new Usage(4, 0, 0, 0));
  }

  private long left(long day) {
    return task.pool().ledger().left(task.pool().definition().budget(), day).rollouts();
  }
}
