package dev.ascent.pipeline.publish;

/**
 * That a record stands in the programs topic.
 *
 * @param task whose it is
 * @param epoch under which a program stands there, or {@link #FORGED}
 */
public record PublishedEpoch(String task, long epoch) {
  private static final long FORGED = -1;

  /** A record that lacks this job's signature, and that will outlive the job's own. */
  static PublishedEpoch forged(String task) {
    return new PublishedEpoch(task, FORGED);
  }

  boolean isForged() {
    return epoch == FORGED;
  }
}
