package dev.ascent.lm.limit;

import java.time.Duration;

/** Runs tasks later. */
public interface Scheduler extends AutoCloseable {

  /** Runs a task, which must not block, once after the delay unless it is cancelled before. */
  Scheduled schedule(Duration delay, Runnable task);

  /** Drops all tasks that wait; later ones are dropped too. */
  @Override
  void close();

  /** A task that waits for its time. */
  @FunctionalInterface
  interface Scheduled {
    /** Drops the task if it has not begun. */
    void cancel();
  }
}
