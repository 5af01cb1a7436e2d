package dev.ascent.pipeline.journal;

import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replayed;
import java.io.IOException;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.streaming.api.TimerService;

/**
 * The pool of the current key's task, as a stage follows it that spends: it says when there is
 * something to act on, and has the stage's timer fire where that is not yet so.
 */
public final class FollowedPool {
  private static final long RETRY_MILLIS = 100;

  private final PoolState pools;
  private final boolean restored;

  /** Begins with the first call that knows the time, as an operator's opening does not. */
  private CatchUp catchUp;

  /**
   * @param owner id of this run of the job
   * @param restored whether the subtask's state is of a checkpoint
   */
  public FollowedPool(RuntimeContext context, String owner, boolean restored) {
    this.pools = new PoolState(context, owner);
    this.restored = restored;
  }

  public Pool get(String task) throws IOException {
    return pools.get(task);
  }

  /** Reads an entry; the pool changes if it applies. */
  public Replayed apply(JournalRecord journal, TimerService timers) throws IOException {
    catchUp(timers).entryRead(timers.currentProcessingTime());
    return pools.apply(journal);
  }

  /**
   * Whether to act on a pool: this run owns it, it is active, and what a restored subtask missed is
   * read. For the last of them the stage is made to look again.
   */
  public boolean mayActOn(Pool pool, TimerService timers) {
    if (!pools.isCurrent(pool) || !pool.isActive()) {
      return false;
    }
    boolean caughtUp = catchUp(timers).hasEnded(timers.currentProcessingTime());
    if (!caughtUp) {
      lookAgain(timers);
    }
    return caughtUp;
  }

  /** Has the current key's timer fire soon; calls shortly after each other share one timer. */
  public void lookAgain(TimerService timers) {
    long now = timers.currentProcessingTime();
    timers.registerProcessingTimeTimer(now / RETRY_MILLIS * RETRY_MILLIS + RETRY_MILLIS);
  }

  private CatchUp catchUp(TimerService timers) {
    if (catchUp == null) {
      catchUp = CatchUp.begin(restored, timers.currentProcessingTime());
    }
    return catchUp;
  }
}
