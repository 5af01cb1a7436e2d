package dev.ascent.pipeline.journal;

import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replayed;
import java.io.IOException;
import org.apache.flink.api.common.functions.RuntimeContext;

/**
 * The pool of the current key's task, as a stage follows it that spends: it says when there is
 * something to act on.
 */
public final class FollowedPool {
  private final PoolState pools;

  /**
   * @param owner name of this attempt of the run of the job
   */
  public FollowedPool(RuntimeContext context, String owner) {
    this.pools = new PoolState(context, owner);
  }

  public Pool get(String task) throws IOException {
    return pools.get(task);
  }

  /** Reads an entry; the pool changes if it applies. */
  public Replayed apply(JournalRecord journal) throws IOException {
    return pools.apply(journal);
  }

  /** Whether to act on a pool: this attempt owns it, and it is active. */
  public boolean mayActOn(Pool pool) {
    return pools.isCurrent(pool) && pool.isActive();
  }

  /**
   * Whether to go on with what has its lease: as long as it may be acted on, and while a cap pauses
   * the pool, since a lease is paid for and what it does not use may end the pause.
   */
  public boolean mayUseLeases(Pool pool) {
    return pools.isCurrent(pool) && pool.maySpendKept();
  }

  /**
   * Whether leases that nobody uses any more are to be ended: also those of a task that was
   * retired, whose test a deletion may end.
   */
  public boolean mayEndLeases(Pool pool) {
    return mayUseLeases(pool) || (pools.isCurrent(pool) && pool.phase() == Phase.RETIRED);
  }
}
