package dev.ascent.core.minibatch;

import dev.ascent.core.random.Seeds;

/** Draws a share of what is logged, by a hash of the records' ids, whatever is in them. */
public final class LiveSample {
  private final double share;
  private final String task;

  /**
   * @param share of the records, in [0, 1]
   */
  public LiveSample(String task, double share) {
    this.share = share;
    this.task = task;
  }

  /** Whether the record of that id is drawn. */
  public boolean holds(String id) {
    return Seeds.generator(0, "live", task, id).nextDouble() < share;
  }
}
