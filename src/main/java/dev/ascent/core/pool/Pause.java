package dev.ascent.core.pool;

import java.time.Instant;

/**
 * Why nothing is spent on a task at present, and until when.
 *
 * @param kind what paused it
 * @param reason for people
 * @param untilMillis milliseconds since 1970-01-01 UTC at which it goes on by itself, or null where
 *     it does not
 */
public record Pause(PauseKind kind, String reason, Long untilMillis) {

  /** A pause that time does not end. */
  public static Pause of(PauseKind kind, String reason) {
    return new Pause(kind, reason, null);
  }

  /** The same, ended by time. */
  public Pause until(Instant end) {
    return new Pause(kind, reason, end.toEpochMilli());
  }

  /** Whether its time has come. */
  public boolean isOver(Instant now) {
    return untilMillis != null && now.toEpochMilli() >= untilMillis;
  }

  /** The change that begins it. */
  public Change change() {
    return new Change.Paused(kind, reason, untilMillis);
  }
}
