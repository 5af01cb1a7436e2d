package dev.ascent.core.minibatch;

import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.testing.PoolJournal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Takes a planner's steps on a journal that is written by hand. */
final class PlannedTask {
  private static final int ROLLOUTS = 1_000;

  private final Planner planner;
  private final List<Minibatch> sent = new ArrayList<>();
  private List<String> ended = List.of();
  private PoolJournal journal = PoolJournal.empty("tickets", "run-1");
  private PlanState plan = PlanState.EMPTY;
  private int arrived;

  PlannedTask(Planner planner) {
    this.planner = planner;
  }

  /** A task that its run has opened. */
  static PlannedTask opened(Planner planner, TaskDefinition definition) {
    PlannedTask task = new PlannedTask(planner);
    task.write(new Change.Owned("run-1", 0), new Change.Defined(definition));
    return task;
  }

  Pool pool() {
    return journal.pool();
  }

  PlanState plan() {
    return plan;
  }

  /** Minibatches that went out, the first first. */
  List<Minibatch> sent() {
    return sent;
  }

  /** What the last entry ended. */
  List<String> ended() {
    return ended;
  }

  PlannedTask arrive(int examples) {
    List<String> ids = IntStream.range(arrived, arrived + examples).mapToObj(i -> "e" + i).toList();
    arrived += examples;
    plan = plan.withQueue(plan.queue().addAll(ids));
    return this;
  }

  void write(Change... changes) {
    follow(() -> journal.write(changes));
  }

  void lease(String minibatch) {
    follow(() -> journal.lease(minibatch, ROLLOUTS));
  }

  void settle(String minibatch) {
    follow(() -> journal.settle(minibatch));
  }

  void takeOver(String owner) {
    journal = journal.writtenBy(owner);
    write(new Change.Owned(owner, 0));
  }

  private void follow(Runnable writing) {
    Pool before = pool();
    writing.run();
    Planner.Followed followed = Planner.follow(before, pool(), plan);
    ended = followed.ended();
    plan = followed.plan();
  }

  /** The next step, which is not taken. */
  PlanStep next() {
    return planner.next(pool(), plan);
  }

  /** Takes steps up to the one that has to be waited for, which is returned. */
  PlanStep advance() {
    PlanStep step = next();
    if (step instanceof PlanStep.Draw draw) {
      plan = draw.after(draw.examples().stream().map(PlannedTask::example).toList());
    } else if (step instanceof PlanStep.Drop drop) {
      plan = drop.after();
    } else if (step instanceof PlanStep.Send send) {
      sent.add(send.minibatch());
      plan = send.after();
    } else {
      return step;
    }
    return advance();
  }

  /** Grants the lease that is asked for next, and sends; the id of the minibatch. */
  String sendNext() {
    String minibatch = ((PlanStep.Ask) advance()).minibatch().id();
    lease(minibatch);
    advance();
    return minibatch;
  }

  private static Example example(String id) {
    return Example.labelled(id, Map.of("ticket", id), Map.of("team", "x"));
  }
}
