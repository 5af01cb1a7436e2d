package dev.ascent.core.budget;

import java.time.Duration;
import java.time.Instant;

/** Numbers of UTC days, counted from 1970-01-01. */
public final class UtcDay {
  private static final long MILLIS = Duration.ofDays(1).toMillis();

  private UtcDay() {}

  /** The day of a moment. */
  public static long of(Instant moment) {
    return Math.floorDiv(moment.toEpochMilli(), MILLIS);
  }

  /** The first moment of a day. */
  public static Instant start(long day) {
    return Instant.ofEpochMilli(Math.multiplyExact(day, MILLIS));
  }
}
