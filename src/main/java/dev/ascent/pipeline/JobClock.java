package dev.ascent.pipeline;

import java.io.Serializable;
import java.time.Instant;

/** Tells the time by which days turn and pauses end. */
@FunctionalInterface
public interface JobClock extends Serializable {

  /**
   * The time, given Flink's.
   *
   * @param processingTimeMillis milliseconds since 1970-01-01 UTC
   */
  Instant at(long processingTimeMillis);

  /** Flink's own time. */
  static JobClock ofFlink() {
    return Instant::ofEpochMilli;
  }
}
