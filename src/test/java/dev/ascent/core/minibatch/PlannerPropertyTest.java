package dev.ascent.core.minibatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.testing.TaskBuilder;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PlannerPropertyTest {

  /** Each number stands for something that happens to the task. */
  @Property
  void whateverHappensNoMoreIsUnderWayThanAllowedAndAllOfItUnderALease(
      @ForAll @Size(max = 60) List<@IntRange(max = 9) Integer> happenings,
      @ForAll @IntRange(min = 1, max = 3) int mostInFlight,
      @ForAll @IntRange(min = 1, max = 5) int size,
      @ForAll boolean isFile) {
    TaskBuilder definition =
        TaskBuilder.simba().minibatchSize(size).maxInflightMinibatches(mostInFlight);
    PlannedTask task =
        PlannedTask.opened(
            new Planner(20, 3), (isFile ? definition.dataset(6, 0) : definition).build());
    for (int happening : happenings) {
      PlanStep step = task.advance();
      switch (happening) {
        case 0, 1, 2 -> task.arrive(happening + 1);
        case 3, 4, 5, 6 -> {
          if (step instanceof PlanStep.Ask ask) {
            task.lease(ask.minibatch().id());
          }
        }
        case 7 -> task.plan().underWay().stream().findFirst().ifPresent(task::settle);
        case 8 -> task.write(new Change.Entered(Phase.SELECTING, List.of(task.pool().start())));
        default -> task.takeOver("run-" + task.pool().version());
      }
      check(task, mostInFlight);
      task.advance();
      check(task, mostInFlight);
    }
    assertThat(task.sent()).extracting(Minibatch::id).doesNotHaveDuplicates();
    assertThat(task.sent())
        .allSatisfy(sent -> assertThat(sent.exampleIds()).isNotEmpty().doesNotHaveDuplicates());
  }

  private static void check(PlannedTask task, int mostInFlight) {
    PlanState plan = task.plan();
    assertThat(plan.underWay())
        .hasSizeLessThanOrEqualTo(mostInFlight)
        .doesNotHaveDuplicates()
        .allMatch(id -> task.pool().ledger().isOpen(id));
    if (plan.waiting() != null) {
      assertThat(plan.underWay()).hasSizeLessThan(mostInFlight).doesNotContain(plan.waiting().id());
    }
  }
}
