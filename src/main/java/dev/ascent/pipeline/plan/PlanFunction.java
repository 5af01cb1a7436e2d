package dev.ascent.pipeline.plan;

import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.minibatch.ExampleQueue;
import dev.ascent.core.minibatch.PlanState;
import dev.ascent.core.minibatch.PlanStep;
import dev.ascent.core.minibatch.Planner;
import dev.ascent.core.minibatch.SamplingPlan;
import dev.ascent.core.pool.Forgotten;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.rollout.Example;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.account.CountedExamples;
import dev.ascent.pipeline.account.ExampleFate;
import dev.ascent.pipeline.journal.PoolFollowingFunction;
import dev.ascent.pipeline.minibatch.FreshMinibatch;
import dev.ascent.pipeline.pool.PoolInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * The plan stage: keeps a task's training examples, draws minibatches from them, asks the pool
 * stage for a lease for each, and once that is read back from the journal sends out the manifest
 * with all that the rollouts need to know. What to do when is up to the {@link Planner}.
 */
public final class PlanFunction extends PoolFollowingFunction<FreshMinibatch, Manifest> {
  private static final long serialVersionUID = 1L;

  /** What the pool stage is asked for. */
  public static final OutputTag<PoolInput> TO_POOL =
      new OutputTag<>("plan-to-pool", TypeInformation.of(PoolInput.class));

  /** Examples that made room for newer ones before they were ever drawn. */
  public static final OutputTag<CountedExamples> GIVEN_UP =
      new OutputTag<>("plan-given-up", TypeInformation.of(CountedExamples.class));

  /** Selection minibatches that the credits of a subtask would hold, with few finalists. */
  private static final int SELECTION_CHUNKS = 8;

  private static final TypeInformation<Example> EXAMPLE = TypeInformation.of(Example.class);
  private static final TypeInformation<PlanState> PLAN = TypeInformation.of(PlanState.class);

  private transient Planner planner;
  private transient MapState<String, Example> examples;
  private transient ValueState<PlanState> plans;
  private transient Credits credits;

  public PlanFunction(AscentSettings settings) {
    super(settings);
  }

  @Override
  public void open(OpenContext context) {
    super.open(context);
    planner =
        new Planner(
            settings().replayLimit(), Math.max(1, settings().planCredits() / SELECTION_CHUNKS));
    examples =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("examples", Types.STRING, EXAMPLE));
    plans = getRuntimeContext().getState(new ValueStateDescriptor<>("plan", PLAN));
    credits = new Credits(settings().planCredits());
  }

  @Override
  public void processElement1(FreshMinibatch fresh, Context context, Collector<Manifest> out)
      throws Exception {
    Pool pool = pools().get(context.getCurrentKey());
    if (pool.phase() == Phase.RETIRED) {
      return;
    }
    List<String> added = new ArrayList<>();
    for (Example example : fresh.examples()) {
      if (!examples.contains(example.id()) && !pool.forgotten().has(example)) {
        examples.put(example.id(), example);
        added.add(example.id());
      }
    }
    for (Example update : fresh.updates()) {
      if (examples.contains(update.id()) && !pool.forgotten().has(update)) {
        examples.put(update.id(), update);
      }
    }
    PlanState plan = plan();
    ExampleQueue queue = plan.queue().addAll(added);
    List<String> surplus = planner.surplus(pool, queue);
    for (String id : surplus) {
      examples.remove(id);
    }
    ExampleQueue left = queue.without(surplus);
    int undrawn = queue.fresh().size() - left.fresh().size();
    if (undrawn > 0) {
      context.output(GIVEN_UP, new CountedExamples(fresh.task(), ExampleFate.GIVEN_UP, undrawn));
    }
    keep(plan.withQueue(left));
    advance(pool, context, out);
  }

  @Override
  protected void entryApplied(Pool before, Pool after) throws Exception {
    Planner.Followed followed = Planner.follow(before, after, plan());
    followed.ended().forEach(minibatch -> credits.giveBack(after.task(), minibatch));
    keep(followed.plan());
    if (!after.forgotten().equals(before.forgotten())) {
      forget(after.forgotten());
    }
    if (after.phase() == Phase.RETIRED) {
      examples.clear();
    }
  }

  private void forget(Forgotten forgotten) throws Exception {
    Set<String> gone = forgotten.among(examples.values());
    for (String id : gone) {
      examples.remove(id);
    }
    keep(plan().without(forgotten, gone));
  }

  private PlanState plan() throws Exception {
    PlanState plan = plans.value();
    return plan == null ? PlanState.EMPTY : plan;
  }

  private void keep(PlanState plan) throws Exception {
    if (plan.equals(PlanState.EMPTY)) {
      plans.clear();
    } else {
      plans.update(plan);
    }
  }

  /** Takes steps as far as the pool and the credits allow. */
  @Override
  protected void advance(Pool pool, Context context, Collector<Manifest> out) throws Exception {
    if (!pools().mayActOn(pool)) {
      return;
    }
    PlanStep step = planner.next(pool, plan());
    if (step instanceof PlanStep.Draw draw) {
      keep(draw.after(lookUp(draw.examples())));
      advance(pool, context, out);
    } else if (step instanceof PlanStep.Drop drop) {
      keep(drop.after());
      advance(pool, context, out);
    } else if (step instanceof PlanStep.Ask ask) {
      context.output(
          TO_POOL,
          PoolInput.leaseWanted(
              pool.task(), pool.version(), ask.minibatch(), PromptBound.of(pool, ask.minibatch())));
    } else if (step instanceof PlanStep.Send send) {
      if (credits.take(pool.task(), send.minibatch().id(), send.lease().rollouts())) {
        out.collect(SamplingPlan.manifest(pool, send.minibatch(), send.lease()));
        keep(send.after());
        advance(pool, context, out);
      } else {
        lookAgain(context.timerService());
      }
    } else if (!(step instanceof PlanStep.Nothing)) {
      throw new AssertionError("nothing takes a " + step.getClass().getName());
    }
  }

  private List<Example> lookUp(List<String> ids) throws Exception {
    List<Example> found = new ArrayList<>();
    for (String id : ids) {
      found.add(examples.get(id));
    }
    return found;
  }
}
