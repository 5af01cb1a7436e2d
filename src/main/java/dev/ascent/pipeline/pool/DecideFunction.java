package dev.ascent.pipeline.pool;

import dev.ascent.core.decision.Decider;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replayed;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.journal.JournalRecord;
import dev.ascent.pipeline.journal.PoolState;
import dev.ascent.wire.JournalCodec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * The pool stage: writes an entry for every event that calls for one, one at a time, and changes
 * nothing until the entry comes back from the journal.
 *
 * <p>Events wait in order until the entry of the one before them was applied. When another entry
 * takes its version, or it does not come back, the first waiting event is decided again.
 */
public final class DecideFunction extends KeyedProcessFunction<String, PoolInput, JournalRecord> {
  private static final long serialVersionUID = 1L;

  /** Every applied pool, for who wants to show it. */
  public static final OutputTag<Pool> POOLS =
      new OutputTag<>("pools", TypeInformation.of(Pool.class));

  private static final long HEARTBEAT_MILLIS = 1_000;

  /** An entry that has not come back by then is taken for lost; a second copy of it is void. */
  private static final long ROUND_TRIP_MILLIS = 30_000;

  private static final long SNAPSHOT_EVERY_ENTRIES = 100;

  private final AscentSettings settings;

  private transient Decider decider;
  private transient PoolState pools;
  private transient ListState<PoolInput> waiting;
  private transient ValueState<Long> undecidedVersion;
  private transient ValueState<Long> undecidedSince;
  private transient ValueState<Long> heartbeat;

  public DecideFunction(AscentSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    decider = new Decider(settings.owner());
    pools = new PoolState(getRuntimeContext(), settings.owner());
    waiting =
        getRuntimeContext()
            .getListState(
                new ListStateDescriptor<>("waiting", TypeInformation.of(PoolInput.class)));
    undecidedVersion = getRuntimeContext().getState(longState("undecided-version"));
    undecidedSince = getRuntimeContext().getState(longState("undecided-since"));
    heartbeat = getRuntimeContext().getState(longState("heartbeat"));
  }

  private static ValueStateDescriptor<Long> longState(String name) {
    return new ValueStateDescriptor<>(name, Types.LONG);
  }

  @Override
  public void processElement(PoolInput input, Context context, Collector<JournalRecord> out)
      throws Exception {
    long now = context.timerService().currentProcessingTime();
    if (heartbeat.value() == null) {
      heartbeat.update(now + HEARTBEAT_MILLIS);
      context.timerService().registerProcessingTimeTimer(now + HEARTBEAT_MILLIS);
    }
    if (input.kind() != PoolInput.Kind.JOURNAL) {
      waiting.add(input);
    } else if (pools.apply(input.journal()) instanceof Replayed.Applied applied) {
      context.output(POOLS, applied.pool());
      entryApplied(applied.pool(), input.journal());
    }
    decideNext(context.getCurrentKey(), now, out);
  }

  /** Frees the way for the next event; the first one is done with if the entry is its own. */
  private void entryApplied(Pool pool, JournalRecord journal) throws Exception {
    Long version = undecidedVersion.value();
    if (version == null || pool.version() < version) {
      return;
    }
    boolean own =
        journal.version() == version
            && JournalCodec.decode(journal.body()).owner().equals(settings.owner());
    if (own) {
      dropFirst();
    }
    undecidedVersion.clear();
    undecidedSince.clear();
  }

  private void dropFirst() throws Exception {
    List<PoolInput> left = new ArrayList<>();
    waiting.get().forEach(left::add);
    waiting.update(left.subList(1, left.size()));
  }

  private void decideNext(String task, long now, Collector<JournalRecord> out) throws Exception {
    if (undecidedVersion.value() != null) {
      return;
    }
    Pool pool = pools.get(task);
    Deque<PoolInput> left = new ArrayDeque<>();
    waiting.get().forEach(left::add);
    int before = left.size();
    if (!pools.isCurrent(pool)) {
      takeOverFirst(pool, left);
    }
    while (!left.isEmpty() && isDecidable(pool, left.peek())) {
      Optional<JournalEntry> entry =
          decider.decide(pool, left.peek().event(), now / Duration.ofDays(1).toMillis());
      if (entry.isPresent()) {
        undecidedVersion.update(entry.get().version());
        undecidedSince.update(now);
        write(withSnapshot(pool, entry.get()), out);
        break;
      }
      left.remove();
    }
    if (left.size() != before || !pools.isCurrent(pool)) {
      waiting.update(List.copyOf(left));
    }
  }

  /** Until this run owns the task, its definition has to be seen before all else. */
  private static void takeOverFirst(Pool pool, Deque<PoolInput> left) {
    Optional<PoolInput> seen =
        left.stream().filter(input -> input.kind() == PoolInput.Kind.TASK_SEEN).findFirst();
    seen.ifPresent(left::remove);
    if (seen.isPresent()) {
      left.addFirst(seen.get());
    } else if (pool.isOpen()) {
      left.addFirst(PoolInput.taskSeen(pool.definition()));
    }
  }

  private boolean isDecidable(Pool pool, PoolInput input) {
    boolean takesOver = input.kind() == PoolInput.Kind.TASK_SEEN;
    return (takesOver || pools.isCurrent(pool)) && pool.version() >= input.basedOn();
  }

  /** Every so often an entry begins with all of the pool, so that older ones may expire. */
  private static JournalEntry withSnapshot(Pool pool, JournalEntry entry) {
    if (pool.version() == 0 || entry.version() % SNAPSHOT_EVERY_ENTRIES != 0) {
      return entry;
    }
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Snapshot(pool));
    changes.addAll(entry.changes());
    return new JournalEntry(
        entry.task(), entry.version(), entry.owner(), entry.cause(), List.copyOf(changes));
  }

  private static void write(JournalEntry entry, Collector<JournalRecord> out) {
    out.collect(new JournalRecord(entry.task(), entry.version(), JournalCodec.encode(entry)));
  }

  /** Decides again what did not come back; after a restore, takes the task over. */
  @Override
  public void onTimer(long time, OnTimerContext context, Collector<JournalRecord> out)
      throws Exception {
    heartbeat.update(time + HEARTBEAT_MILLIS);
    context.timerService().registerProcessingTimeTimer(time + HEARTBEAT_MILLIS);
    Long since = undecidedSince.value();
    if (since != null && time - since > ROUND_TRIP_MILLIS) {
      undecidedVersion.clear();
      undecidedSince.clear();
    }
    decideNext(context.getCurrentKey(), time, out);
  }
}
