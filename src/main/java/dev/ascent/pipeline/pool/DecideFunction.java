package dev.ascent.pipeline.pool;

import dev.ascent.core.decision.Decider;
import dev.ascent.core.decision.Owners;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.Pause;
import dev.ascent.core.pool.PauseKind;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.pool.Replayed;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.journal.JournalRecord;
import dev.ascent.pipeline.journal.PoolState;
import dev.ascent.wire.JournalCodec;
import java.io.IOException;
import java.time.Instant;
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
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pool stage: writes an entry for every event that calls for one, one at a time, and changes
 * nothing until the entry comes back from the journal.
 *
 * <p>Events wait in order until the entry of the one before them was applied. When another entry
 * takes its version, or it does not come back, the first waiting event is decided again. A run that
 * another one has taken a task over from never decides anything about it again.
 *
 * <p>Where entries are missing the pool is not what was decided, so that nothing more is decided
 * about it until a snapshot says what it is.
 */
public final class DecideFunction extends KeyedProcessFunction<String, PoolInput, JournalRecord> {
  private static final long serialVersionUID = 1L;

  /**
   * Every pool that people should see: each one that an entry made, and a paused one where entries
   * are missing. Of a task that another run took over nothing more, as that one tells people.
   */
  public static final OutputTag<Pool> POOLS =
      new OutputTag<>("pools", TypeInformation.of(Pool.class));

  private static final Logger LOG = LoggerFactory.getLogger(DecideFunction.class);

  private static final long SNAPSHOT_EVERY_ENTRIES = 100;

  private static final TypeInformation<PoolInput> INPUT = TypeInformation.of(PoolInput.class);

  private final AscentSettings settings;

  private transient String owner;
  private transient Decider decider;
  private transient PoolState pools;
  private transient ListState<PoolInput> waiting;
  private transient UndecidedEntry undecided;
  private transient ValueState<String> shutOut;
  private transient Heartbeat heartbeat;

  /** The first version that is missing, where one is. */
  private transient ValueState<Long> gap;

  public DecideFunction(AscentSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    owner = settings.owner(getRuntimeContext());
    decider = new Decider(owner);
    pools = new PoolState(getRuntimeContext(), owner);
    waiting = getRuntimeContext().getListState(new ListStateDescriptor<>("waiting", INPUT));
    undecided = new UndecidedEntry(getRuntimeContext());
    shutOut = getRuntimeContext().getState(new ValueStateDescriptor<>("shut-out", Types.STRING));
    heartbeat = new Heartbeat(getRuntimeContext());
    gap = getRuntimeContext().getState(new ValueStateDescriptor<>("gap", Types.LONG));
  }

  @Override
  public void processElement(PoolInput input, Context context, Collector<JournalRecord> out)
      throws Exception {
    long now = context.timerService().currentProcessingTime();
    heartbeat.awake(context.timerService());
    if (input.kind() != PoolInput.Kind.JOURNAL) {
      waiting.add(input);
    } else {
      read(input.journal(), context);
    }
    decideNext(context.getCurrentKey(), now, out);
  }

  private void read(JournalRecord journal, Context context) throws Exception {
    String before = pools.get(journal.task()).owner();
    Replayed replayed = pools.apply(journal);
    if (replayed instanceof Replayed.Gap found) {
      gapFound(journal.task(), found, context);
    } else if (replayed instanceof Replayed.Applied applied) {
      gap.clear();
      show(applied.pool(), context);
      entryApplied(applied.pool(), journal);
      if (isOfThisRun(before) && !isOfThisRun(applied.pool().owner())) {
        LOG.warn(
            "Task {}: {} took over from {}, which is done with it.",
            journal.task(),
            applied.pool().owner(),
            settings.run());
        shutOut.update(settings.run());
      }
    }
  }

  private boolean isOfThisRun(String other) {
    return Owners.areOfOneRun(owner, other);
  }

  /** Says so once; every entry behind the gap finds it again. */
  private void gapFound(String task, Replayed.Gap found, Context context) throws Exception {
    Long known = gap.value();
    if (known != null && known == found.expected()) {
      return;
    }
    gap.update(found.expected());
    String reason = found.missing() + "; the task stands still until a snapshot is found";
    LOG.error("Task {}: {}.", task, reason);
    show(
        Replay.preview(pools.get(task), List.of(Pause.of(PauseKind.GAP, reason).change())),
        context);
  }

  private void show(Pool pool, Context context) throws IOException {
    if (!isShutOut()) {
      context.output(POOLS, pool);
    }
  }

  private boolean isShutOut() throws IOException {
    return settings.run().equals(shutOut.value());
  }

  /**
   * Frees the way for the next event; the first one is done with if the entry is its own. The owner
   * alone does not make it so: after a restore the entries that an earlier attempt wrote come
   * again.
   *
   * <p>A takeover that came too late is left to the next heartbeat, as much of the journal may be
   * still to come, and each of its entries would call for another one.
   */
  private void entryApplied(Pool pool, JournalRecord journal) throws Exception {
    Optional<JournalRecord> written = undecided.get();
    if (written.isEmpty() || pool.version() < written.get().version()) {
      return;
    }
    if (journal.equals(written.get())) {
      EventQueue queue = new EventQueue(waiting());
      queue.firstApplied();
      waiting.update(queue.left());
    } else if (!pools.isCurrent(pool)) {
      return;
    }
    undecided.clear();
  }

  private List<PoolInput> waiting() throws Exception {
    List<PoolInput> events = new ArrayList<>();
    waiting.get().forEach(events::add);
    return events;
  }

  private void decideNext(String task, long now, Collector<JournalRecord> out) throws Exception {
    if (isShutOut()) {
      // Two jobs that took over from each other in turn would never end.
      waiting.clear();
      return;
    }
    if (undecided.get().isPresent() || gap.value() != null) {
      return;
    }
    Pool pool = pools.get(task);
    List<PoolInput> before = waiting();
    EventQueue queue = new EventQueue(before);
    Optional<JournalEntry> entry = queue.decide(decider, pool, settings.clock().at(now));
    if (entry.isPresent()) {
      JournalRecord record = record(withSnapshot(pool, entry.get(), settings.clock().at(now)));
      undecided.write(record, now);
      out.collect(record);
    }
    if (!queue.left().equals(before)) {
      waiting.update(queue.left());
    }
  }

  /** Every so often an entry begins with all of the pool, so that older ones may expire. */
  private static JournalEntry withSnapshot(Pool pool, JournalEntry entry, Instant now) {
    if (pool.version() == 0
        || entry.version() % SNAPSHOT_EVERY_ENTRIES != 0
        || entry.changes().get(0) instanceof Change.Snapshot) {
      return entry;
    }
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Snapshot(pool, now.toEpochMilli()));
    changes.addAll(entry.changes());
    return new JournalEntry(
        entry.task(), entry.version(), entry.owner(), entry.cause(), List.copyOf(changes));
  }

  private static JournalRecord record(JournalEntry entry) {
    return new JournalRecord(entry.task(), entry.version(), JournalCodec.encode(entry));
  }

  /**
   * Decides again what came too late or did not come back, and what the time calls for; after a
   * restore, takes over. A timer that was set long ago, before a restore, tells an old time.
   */
  @Override
  public void onTimer(long time, OnTimerContext context, Collector<JournalRecord> out)
      throws Exception {
    long now = context.timerService().currentProcessingTime();
    heartbeat.goOn(time, context.timerService());
    String task = context.getCurrentKey();
    if (undecided.isLost(pools.get(task), now)) {
      undecided.clear();
    }
    decideNext(task, now, out);
    PoolInput later = PoolInput.timePassed(task);
    if (waiting().isEmpty()
        && undecided.get().isEmpty()
        && decider.decide(pools.get(task), later.event(), settings.clock().at(now)).isPresent()) {
      waiting.add(later);
      decideNext(task, now, out);
    }
    if (waiting().isEmpty() && undecided.get().isEmpty() && isSnapshotDue(pools.get(task), now)) {
      waiting.add(PoolInput.snapshotDue(task));
      decideNext(task, now, out);
    }
  }

  /**
   * Whether it is long that all of the pool was written: a task that nothing happens to would be
   * gone when the journal's entries expire. A retired one counts, as its account outlives it.
   */
  private boolean isSnapshotDue(Pool pool, long now) {
    long since = settings.clock().at(now).toEpochMilli() - pool.snapshotMillis();
    return pool.isOpen() && decider.owns(pool) && since >= settings.snapshotEvery().toMillis();
  }
}
