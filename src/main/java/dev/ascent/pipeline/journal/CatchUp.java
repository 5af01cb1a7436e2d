package dev.ascent.pipeline.journal;

/**
 * Tells when a restored subtask may be taken to have read what it missed.
 *
 * <p>After a restore the journal comes again from the checkpoint on. A run that goes on under its
 * own name finds leases there that were used and settled before the crash; to act on each entry as
 * it comes would mean to make all those calls again. Nothing marks the end of what was missed, so
 * it is taken to be there when, some time after the start, no entry came for a while. A wrong guess
 * costs calls; what is decided about their outcomes stays right, as settled leases stay settled.
 */
public final class CatchUp {
  /** Sources take their time to connect. */
  private static final long AT_LEAST_MILLIS = 3_000;

  private static final long QUIET_MILLIS = 1_000;

  private final long since;
  private long lastEntry;
  private boolean ended;

  private CatchUp(boolean ended, long now) {
    this.ended = ended;
    this.since = now;
    this.lastEntry = now;
  }

  /**
   * Begins to watch.
   *
   * @param restored whether the subtask's state is of a checkpoint; otherwise there is nothing to
   *     wait for, as a task's takeover stands behind all entries of earlier runs
   * @param now milliseconds, as all times here
   */
  public static CatchUp begin(boolean restored, long now) {
    return new CatchUp(!restored, now);
  }

  /** Notes that an entry was read. */
  public void entryRead(long now) {
    lastEntry = now;
  }

  /** Whether to act on what the journal says; once it is true it stays so. */
  public boolean hasEnded(long now) {
    ended = ended || (now - since >= AT_LEAST_MILLIS && now - lastEntry >= QUIET_MILLIS);
    return ended;
  }
}
