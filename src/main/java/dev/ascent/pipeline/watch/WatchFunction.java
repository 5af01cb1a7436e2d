package dev.ascent.pipeline.watch;

import dev.ascent.core.budget.Lease;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.admit.AdmittedExample;
import dev.ascent.pipeline.journal.PoolFollowingFunction;
import dev.ascent.pipeline.plan.PromptBound;
import dev.ascent.pipeline.pool.PoolInput;
import dev.ascent.pipeline.rollout.RolloutRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * The watch stage: has a stream's champion answer the examples that were drawn for it, in batches
 * of which one is under way at a time, and hands on what people said of the champion's answers.
 *
 * <p>An example is answered by the champion that was there when it came. What still waits when the
 * champion changes is dropped, as the new one may have been taught it; so is, oldest first, what
 * comes faster than it can be answered.
 */
public final class WatchFunction extends PoolFollowingFunction<AdmittedExample, RolloutRequest> {
  private static final long serialVersionUID = 1L;

  /** The batches that wait for their rollouts. */
  public static final OutputTag<LiveElement> OPENINGS =
      new OutputTag<>("live-openings", TypeInformation.of(LiveElement.class));

  /** What the pool stage is asked for. */
  public static final OutputTag<PoolInput> TO_POOL =
      new OutputTag<>("watch-to-pool", TypeInformation.of(PoolInput.class));

  private static final int LARGEST_BATCH = 16;
  private static final int MOST_WAITING = 64;
  private static final int MOST_LOGGED = 200;

  private static final TypeInformation<Example> EXAMPLE = TypeInformation.of(Example.class);

  private transient ListState<Example> waiting;
  private transient ListState<Double> logged;

  /** When a batch is sent that is not full by then. */
  private transient ValueState<Long> due;

  /** Id of the last batch that was sent. */
  private transient ValueState<String> sent;

  /** Version of the pool that a lease was last asked for on, as it is not asked for twice. */
  private transient ValueState<Long> askedOn;

  public WatchFunction(AscentSettings settings) {
    super(settings);
  }

  @Override
  public void open(OpenContext context) {
    super.open(context);
    waiting = getRuntimeContext().getListState(new ListStateDescriptor<>("waiting", EXAMPLE));
    logged = getRuntimeContext().getListState(new ListStateDescriptor<>("logged", Types.DOUBLE));
    due = getRuntimeContext().getState(new ValueStateDescriptor<>("due", Types.LONG));
    sent = getRuntimeContext().getState(new ValueStateDescriptor<>("sent", Types.STRING));
    askedOn = getRuntimeContext().getState(new ValueStateDescriptor<>("asked-on", Types.LONG));
  }

  @Override
  public void processElement1(
      AdmittedExample admitted, Context context, Collector<RolloutRequest> out) throws Exception {
    // Most examples are neither, and to read the pool is dear.
    if (!admitted.isFreshlyDrawn() && !isScoredByPeople(admitted.example())) {
      return;
    }
    Pool pool = pools().get(context.getCurrentKey());
    if (!pool.isOpen() || pool.isOver() || pool.forgotten().has(admitted.example())) {
      return;
    }
    hear(admitted.example(), pool);
    if (admitted.isFreshlyDrawn()) {
      await(admitted, context);
    }
    advance(pool, context, out);
  }

  /** What was said of an answer counts for the program that gave it, as far as that is known. */
  private void hear(Example example, Pool pool) throws Exception {
    Long epoch = example.programEpoch();
    if (isScoredByPeople(example) && (epoch == null || epoch == pool.champion().epoch())) {
      add(logged, example.feedback().score(), MOST_LOGGED);
    }
  }

  private static boolean isScoredByPeople(Example example) {
    return example.feedback() != null && example.feedback().score() != null;
  }

  private void await(AdmittedExample admitted, Context context) throws Exception {
    if (add(waiting, admitted.example(), MOST_WAITING) == 1) {
      long at = context.timerService().currentProcessingTime() + admitted.minibatchMillis();
      due.update(at);
      context.timerService().registerProcessingTimeTimer(at);
    }
  }

  /** Keeps the newest; returns how many these are. */
  private static <T> int add(ListState<T> state, T added, int most) throws Exception {
    List<T> all = list(state);
    all.add(added);
    List<T> kept = all.subList(Math.max(0, all.size() - most), all.size());
    state.update(kept);
    return kept.size();
  }

  private static <T> List<T> list(ListState<T> state) throws Exception {
    List<T> all = new ArrayList<>();
    state.get().forEach(all::add);
    return all;
  }

  /** What was sent last stays known, as its lease may still be open when the task goes on. */
  @Override
  protected void entryApplied(Pool before, Pool after) throws Exception {
    boolean isRetired = after.phase() == Phase.RETIRED;
    boolean isAnother = before.isOpen() && before.champion().epoch() != after.champion().epoch();
    if (isAnother || isRetired) {
      waiting.clear();
      logged.clear();
    } else if (!after.forgotten().equals(before.forgotten())) {
      waiting.update(
          list(waiting).stream().filter(example -> !after.forgotten().has(example)).toList());
    }
    if (isRetired) {
      due.clear();
      askedOn.clear();
    }
  }

  @Override
  protected void advance(Pool pool, Context context, Collector<RolloutRequest> out)
      throws Exception {
    String batch = pool.liveBatch();
    if (!pools().mayUseLeases(pool) || batch.equals(sent.value())) {
      return;
    }
    List<Example> examples = list(waiting);
    Optional<Lease> lease = pool.ledger().open(batch);
    if (lease.isPresent()) {
      // Of nothing where all was dropped since it was asked for, so that the lease ends.
      int count = Math.min(examples.size(), lease.get().rollouts());
      send(pool, batch, lease.get(), examples.subList(0, count), context, out);
      waiting.update(examples.subList(count, examples.size()));
    } else if (isRipe(examples, context) && isNotAskedOn(pool)) {
      askedOn.update(pool.version());
      context.output(TO_POOL, wish(pool, batch, examples));
    }
  }

  private boolean isRipe(List<Example> examples, Context context) throws Exception {
    return examples.size() >= LARGEST_BATCH
        || (!examples.isEmpty() && now(context.timerService()) >= due.value());
  }

  private boolean isNotAskedOn(Pool pool) throws Exception {
    return !Long.valueOf(pool.version()).equals(askedOn.value());
  }

  private static PoolInput wish(Pool pool, String batch, List<Example> examples) {
    Minibatch wanted =
        new Minibatch(
            batch,
            pool.task(),
            Minibatch.Purpose.LIVE,
            examples.subList(0, Math.min(LARGEST_BATCH, examples.size())),
            0);
    return PoolInput.leaseWanted(pool.task(), pool.version(), wanted, PromptBound.of(pool, wanted));
  }

  private void send(
      Pool pool,
      String batch,
      Lease lease,
      List<Example> examples,
      Context context,
      Collector<RolloutRequest> out)
      throws Exception {
    sent.update(batch);
    Program champion = pool.program(pool.champion().program());
    for (Example example : examples) {
      RolloutKey key = new RolloutKey(batch, example.id(), champion.id(), 0);
      out.collect(
          RolloutRequest.of(
              pool.definition(), pool.owner(), lease, key, champion, example, null, true));
    }
    LiveOpening opening =
        new LiveOpening(
            pool.champion().epoch(), examples.size(), List.copyOf(list(logged)), pool.version());
    logged.clear();
    context.output(
        OPENINGS,
        new LiveElement(pool.task(), batch, opening, null, settings().callDeadline().toMillis()));
  }
}
