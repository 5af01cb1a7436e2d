package dev.ascent.pipeline.validate;

import dev.ascent.core.budget.Lease;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replayed;
import dev.ascent.core.program.Program;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.admit.AdmittedExample;
import dev.ascent.pipeline.journal.FollowedPool;
import dev.ascent.pipeline.journal.JournalRecord;
import dev.ascent.pipeline.rollout.RolloutRequest;
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
 * The validate stage: keeps a task's holdout examples and, for every round that the journal asks
 * for, has champion and challenger run on examples that the attempt has not seen yet.
 */
public final class ValidateFunction
    extends KeyedCoProcessFunction<String, AdmittedExample, JournalRecord, RolloutRequest>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;

  /** The rounds that wait for their rollouts. */
  public static final OutputTag<RoundElement> OPENINGS =
      new OutputTag<>("round-openings", TypeInformation.of(RoundElement.class));

  /** What tests on one example have found out about it wears off; so often it may serve. */
  private static final int MOST_ATTEMPTS_PER_EXAMPLE = 20;

  private final AscentSettings settings;

  private transient FollowedPool pools;
  private transient MapState<String, Example> examples;
  private transient MapState<String, Integer> attemptsServed;
  private transient ValueState<HoldoutUse> uses;
  private transient boolean restored;

  public ValidateFunction(AscentSettings settings) {
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
                    "holdout", Types.STRING, TypeInformation.of(Example.class)));
    attemptsServed =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("attempts-served", Types.STRING, Types.INT));
    uses =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("use", TypeInformation.of(HoldoutUse.class)));
  }

  @Override
  public void processElement1(
      AdmittedExample admitted, Context context, Collector<RolloutRequest> out) throws Exception {
    examples.put(admitted.example().id(), admitted.example());
    advance(pools.get(context.getCurrentKey()), context, out);
  }

  @Override
  public void processElement2(JournalRecord journal, Context context, Collector<RolloutRequest> out)
      throws Exception {
    if (pools.apply(journal, context.timerService()) instanceof Replayed.Applied applied) {
      advance(applied.pool(), context, out);
    }
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<RolloutRequest> out)
      throws Exception {
    advance(pools.get(context.getCurrentKey()), context, out);
  }

  private void advance(Pool pool, Context context, Collector<RolloutRequest> out) throws Exception {
    Attempt attempt = pool.attempt();
    if (attempt == null || !pools.mayActOn(pool, context.timerService())) {
      return;
    }
    HoldoutUse use = uses.value();
    if (use == null || !use.attempt().equals(attempt.id())) {
      use = HoldoutUse.begin(attempt.id());
    }
    Optional<Lease> lease = pool.ledger().open(attempt.roundId());
    if (use.round() >= attempt.round() || lease.isEmpty()) {
      return;
    }
    boolean bounded = pool.definition().isBounded();
    boolean lost = !bounded && use.missed(attempt);
    List<String> unused = bounded ? inOrderAfter(consumed(attempt)) : unused(use);
    int wanted = lost ? 0 : lease.get().rollouts() / 2;
    int pairs = Math.min(wanted, unused.size());
    boolean ready = bounded ? isComplete(pool) : pairs == wanted;
    if (!ready) {
      return;
    }
    List<String> chosen = unused.subList(0, pairs);
    send(pool, attempt, lease.get(), chosen, out);
    uses.update(use.sent(attempt.round(), chosen));
    RoundOpening opening =
        new RoundOpening(
            attempt.id(),
            attempt.round(),
            attempt.challenger(),
            attempt.champion(),
            pairs,
            lost || (bounded && unused.size() == pairs),
            pool.version());
    context.output(
        OPENINGS,
        new RoundElement(
            pool.task(), attempt.roundId(), opening, null, settings.callDeadline().toMillis()));
  }

  /** Pairs that have served the attempt, with both scores or without. */
  private static int consumed(Attempt attempt) {
    return attempt.differences().size() + attempt.dropped();
  }

  private boolean isComplete(Pool pool) throws Exception {
    return inOrderAfter(0).size() >= pool.definition().dataset().holdout();
  }

  /** A file's examples serve in one order, so that any run knows which are next. */
  private List<String> inOrderAfter(int consumed) throws Exception {
    List<String> ordered = new ArrayList<>();
    examples.keys().forEach(ordered::add);
    ordered.sort(null);
    return ordered.subList(Math.min(consumed, ordered.size()), ordered.size());
  }

  private List<String> unused(HoldoutUse use) throws Exception {
    List<String> unused = new ArrayList<>();
    for (String id : examples.keys()) {
      Integer served = attemptsServed.get(id);
      if (!use.used().contains(id) && (served == null || served < MOST_ATTEMPTS_PER_EXAMPLE)) {
        unused.add(id);
      }
    }
    unused.sort(null);
    return unused;
  }

  private void send(
      Pool pool, Attempt attempt, Lease lease, List<String> chosen, Collector<RolloutRequest> out)
      throws Exception {
    for (String id : chosen) {
      Integer served = attemptsServed.get(id);
      attemptsServed.put(id, served == null ? 1 : served + 1);
      for (String program : List.of(attempt.challenger(), attempt.champion())) {
        out.collect(request(pool, pool.program(program), attempt, lease, examples.get(id)));
      }
    }
  }

  private static RolloutRequest request(
      Pool pool, Program program, Attempt attempt, Lease lease, Example example) {
    return new RolloutRequest(
        pool.task(),
        new RolloutKey(attempt.roundId(), example.id(), program.id(), 0),
        program,
        example,
        pool.definition().lm(),
        pool.definition().metric(),
        null,
        lease.attemptsEach());
  }
}
