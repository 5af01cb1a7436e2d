package dev.ascent.pipeline.plan;

import dev.ascent.core.algorithm.Algorithms;
import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.algorithm.Sampling;
import dev.ascent.core.budget.Lease;
import dev.ascent.core.minibatch.ExampleQueue;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replayed;
import dev.ascent.core.random.Seeds;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.journal.FollowedPool;
import dev.ascent.pipeline.journal.JournalRecord;
import dev.ascent.pipeline.minibatch.FreshMinibatch;
import dev.ascent.pipeline.pool.PoolInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * The plan stage: keeps a task's training examples, draws minibatches from them, asks the pool
 * stage for a lease for each, and once that is read back from the journal sends out the manifest
 * with all that the rollouts need to know.
 */
public final class PlanFunction
    extends KeyedCoProcessFunction<String, FreshMinibatch, JournalRecord, Manifest>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;

  /** What the pool stage is asked for. */
  public static final OutputTag<PoolInput> TO_POOL =
      new OutputTag<>("plan-to-pool", TypeInformation.of(PoolInput.class));

  /** A thin stream's examples are learned from so often, then new ones are waited for. */
  private static final int MOST_PASSES_WITHOUT_NEW_EXAMPLES = 6;

  /** Tells ids of minibatches from those of validation rounds, which hold leases too. */
  private static final String PREFIX = "m";

  /** Selection minibatches that the credits of a subtask would hold, with few finalists. */
  private static final int SELECTION_CHUNKS = 8;

  private final AscentSettings settings;

  private transient FollowedPool pools;
  private transient MapState<String, Example> examples;
  private transient ValueState<PlanState> plans;
  private transient Credits credits;
  private transient boolean restored;

  public PlanFunction(AscentSettings settings) {
    this.settings = settings;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) {
    restored = context.isRestored();
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) {
    // All of it is keyed, which takes care of itself.
  }

  @Override
  public void open(OpenContext context) {
    pools = new FollowedPool(getRuntimeContext(), settings.owner(), restored);
    examples =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "examples", Types.STRING, TypeInformation.of(Example.class)));
    plans =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("plan", TypeInformation.of(PlanState.class)));
    credits = new Credits(settings.planCredits());
  }

  @Override
  public void processElement1(FreshMinibatch fresh, Context context, Collector<Manifest> out)
      throws Exception {
    PlanState plan = plan();
    List<String> added = new ArrayList<>();
    for (Example example : fresh.examples()) {
      if (!examples.contains(example.id())) {
        examples.put(example.id(), example);
        added.add(example.id());
      }
    }
    ExampleQueue queue = plan.queue().addAll(added);
    Pool pool = pools.get(context.getCurrentKey());
    List<String> surplus = surplus(pool, queue);
    for (String id : surplus) {
      examples.remove(id);
    }
    plans.update(plan.withQueue(queue.without(surplus)));
    advance(pool, context, out);
  }

  /**
   * What a stream gives up; a file's examples are all needed, and so are those of a task unknown.
   */
  private List<String> surplus(Pool pool, ExampleQueue queue) {
    return pool.isOpen() && !pool.definition().isBounded()
        ? queue.surplus(settings.replayLimit())
        : List.of();
  }

  @Override
  public void processElement2(JournalRecord journal, Context context, Collector<Manifest> out)
      throws Exception {
    String ownerBefore = pools.get(journal.task()).owner();
    if (pools.apply(journal, context.timerService()) instanceof Replayed.Applied applied) {
      if (!applied.pool().owner().equals(ownerBefore)) {
        plans.update(plan().takenOver());
      }
      forgetEnded(applied.pool());
      if (applied.pool().phase() == Phase.RETIRED) {
        forgetExamples();
      }
      advance(applied.pool(), context, out);
    }
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Manifest> out) throws Exception {
    advance(pools.get(context.getCurrentKey()), context, out);
  }

  private PlanState plan() throws Exception {
    PlanState plan = plans.value();
    return plan == null ? PlanState.EMPTY : plan;
  }

  /** Drops the minibatches whose leases are settled or forfeited. */
  private void forgetEnded(Pool pool) throws Exception {
    PlanState plan = plan();
    List<String> left = new ArrayList<>(plan.underWay());
    left.removeIf(
        minibatch -> {
          boolean ended = !pool.ledger().isOpen(minibatch);
          if (ended) {
            credits.giveBack(minibatch);
          }
          return ended;
        });
    plans.update(plan.withUnderWay(List.copyOf(left)));
  }

  /** What is under way stays known until it ends, as its credits come back only then. */
  private void forgetExamples() throws Exception {
    examples.clear();
    PlanState left = plan().retired();
    if (left.underWay().isEmpty()) {
      plans.clear();
    } else {
      plans.update(left);
    }
  }

  /** Draws, asks and sends as far as the pool allows it. */
  private void advance(Pool pool, Context context, Collector<Manifest> out) throws Exception {
    if (!pools.mayActOn(pool, context.timerService())) {
      return;
    }
    PlanState plan = plan();
    Minibatch waiting = plan.waiting();
    if (waiting != null && waiting.purpose() != purpose(pool)) {
      plan = plan.withWaiting(null);
      plans.update(plan);
      waiting = null;
    }
    if (waiting != null) {
      Optional<Lease> lease = pool.ledger().open(waiting.id());
      if (lease.isEmpty()) {
        ask(pool, waiting, context);
        return;
      }
      if (!credits.take(waiting.id(), lease.get().rollouts())) {
        pools.lookAgain(context.timerService());
        return;
      }
      send(pool, waiting, lease.get(), out);
      List<String> underWay = new ArrayList<>(plan.underWay());
      underWay.add(waiting.id());
      plan = plan.withWaiting(null).withUnderWay(List.copyOf(underWay));
      plans.update(plan);
    }
    if (plan.underWay().size() < pool.definition().optimizer().maxInflightMinibatches()) {
      draw(pool, plan, context, out);
    }
  }

  private static Minibatch.Purpose purpose(Pool pool) {
    return pool.phase() == Phase.SELECTING ? Minibatch.Purpose.SELECTION : Minibatch.Purpose.STEP;
  }

  private static void ask(Pool pool, Minibatch minibatch, Context context) {
    context.output(TO_POOL, PoolInput.leaseWanted(pool.task(), pool.version(), minibatch));
  }

  private void draw(Pool pool, PlanState plan, Context context, Collector<Manifest> out)
      throws Exception {
    String id = unusedLease(pool, plan).orElse(PREFIX + pool.version() + "-" + plan.drawn());
    Optional<ExampleQueue.Draw> draw =
        switch (pool.phase()) {
          case SEARCHING -> drawStep(pool, plan, id);
          case SELECTING -> drawSelection(plan);
          case VALIDATING, FINISHED, RETIRED -> Optional.empty();
        };
    if (draw.isEmpty() || draw.get().ids().isEmpty()) {
      return;
    }
    List<Example> drawn = new ArrayList<>();
    for (String example : draw.get().ids()) {
      drawn.add(examples.get(example));
    }
    int following =
        pool.phase() == Phase.SELECTING ? plan.queue().size() - plan.selected() - drawn.size() : 0;
    Minibatch minibatch = new Minibatch(id, pool.task(), purpose(pool), drawn, following);
    plans.update(plan.drawn(minibatch, draw.get().rest()));
    if (pool.ledger().isOpen(id)) {
      advance(pool, context, out);
    } else {
      ask(pool, minibatch, context);
    }
  }

  /**
   * The lease of a minibatch that was drawn after the checkpoint that this subtask was restored
   * from, and is lost. Somebody has to use it, as it would stay open for ever.
   */
  private static Optional<String> unusedLease(Pool pool, PlanState plan) {
    return pool.ledger().open().stream()
        .map(Lease::id)
        .filter(id -> id.startsWith(PREFIX) && !plan.underWay().contains(id))
        .findFirst();
  }

  private Optional<ExampleQueue.Draw> drawStep(Pool pool, PlanState plan, String id) {
    TaskDefinition definition = pool.definition();
    int size = definition.optimizer().minibatchSize();
    ExampleQueue queue = plan.queue();
    if (definition.isBounded()) {
      int steps = definition.optimizer().steps();
      boolean enough = steps > 0 && pool.counts().steps() + plan.underWay().size() >= steps;
      boolean complete = queue.size() >= definition.dataset().training();
      return enough || !complete
          ? Optional.empty()
          : Optional.of(queue.drawPass(size, Seeds.generator(definition.seed(), "pass", id)));
    }
    if (!queue.fresh().isEmpty()) {
      return Optional.of(queue.drawFresh(size));
    }
    return queue.size() < size || queue.passes() > MOST_PASSES_WITHOUT_NEW_EXAMPLES
        ? Optional.empty()
        : Optional.of(queue.drawPass(size, Seeds.generator(definition.seed(), "pass", id)));
  }

  /** All examples in turn, as many at once as the asynchronous stages hold with ease. */
  private Optional<ExampleQueue.Draw> drawSelection(PlanState plan) {
    List<String> all = new ArrayList<>(plan.queue().kept());
    all.addAll(plan.queue().fresh());
    int chunk = Math.max(1, settings.planCredits() / SELECTION_CHUNKS);
    int end = Math.min(all.size(), plan.selected() + chunk);
    return Optional.of(
        new ExampleQueue.Draw(
            List.copyOf(all.subList(Math.min(plan.selected(), end), end)), plan.queue()));
  }

  private static void send(Pool pool, Minibatch minibatch, Lease lease, Collector<Manifest> out) {
    Minibatch affordable = SamplingPlan.affordable(pool, minibatch, lease);
    Sampling sampling =
        SamplingPlan.of(
            Algorithms.of(pool.definition()),
            pool,
            affordable,
            Seeds.generator(pool.definition().seed(), "sample", minibatch.id()));
    out.collect(
        new Manifest(
            pool.definition(),
            affordable,
            lease,
            sampling.sources(),
            sampling.trials(),
            pool.version()));
  }
}
