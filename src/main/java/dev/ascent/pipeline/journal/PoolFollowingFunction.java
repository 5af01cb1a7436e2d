package dev.ascent.pipeline.journal;

import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replayed;
import dev.ascent.pipeline.AscentSettings;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * A stage that spends as the pool allows: it follows the journal as its second input, and looks at
 * the pool whenever an entry applied, its timer fired, or something of its own came.
 *
 * @param <I> its own input, by task
 * @param <O> its output
 */
public abstract class PoolFollowingFunction<I, O>
    extends KeyedCoProcessFunction<String, I, JournalRecord, O> {
  private static final long serialVersionUID = 1L;

  private static final long RETRY_MILLIS = 100;

  private final AscentSettings settings;

  private transient FollowedPool pools;

  /** The time of the timer that runs, milliseconds since 1970-01-01 UTC; 0 while none does. */
  private transient long running;

  protected PoolFollowingFunction(AscentSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    pools = new FollowedPool(getRuntimeContext(), settings.owner(getRuntimeContext()));
  }

  @Override
  public final void processElement2(JournalRecord journal, Context context, Collector<O> out)
      throws Exception {
    Pool before = pools.get(journal.task());
    if (pools.apply(journal) instanceof Replayed.Applied applied) {
      entryApplied(before, applied.pool());
      advance(applied.pool(), context, out);
    }
  }

  @Override
  public final void onTimer(long time, OnTimerContext context, Collector<O> out) throws Exception {
    running = time;
    try {
      advance(pools.get(context.getCurrentKey()), context, out);
    } finally {
      running = 0;
    }
  }

  /**
   * Has the current key's timer run soon; calls shortly after each other share one timer.
   *
   * <p>After the time of one that runs: Flink runs, with a timer, all that are set for its time or
   * earlier, and would never be done with them.
   */
  protected final void lookAgain(TimerService timers) {
    timers.registerProcessingTimeTimer((now(timers) / RETRY_MILLIS + 1) * RETRY_MILLIS);
  }

  /** The time, in milliseconds; that of a timer that runs, even if the clock was set back since. */
  protected final long now(TimerService timers) {
    return Math.max(running, timers.currentProcessingTime());
  }

  protected final AscentSettings settings() {
    return settings;
  }

  /** The pools that the stage acts on. */
  protected final FollowedPool pools() {
    return pools;
  }

  /** Forgets what an entry has put an end to. */
  protected abstract void entryApplied(Pool before, Pool after) throws Exception;

  /** Does whatever the pool calls for now. */
  protected abstract void advance(Pool pool, Context context, Collector<O> out) throws Exception;
}
