package dev.ascent.testing;

import dev.ascent.lm.limit.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps tasks until a test runs them, and the delays that were asked for. */
public final class ManualScheduler implements Scheduler {
  private final List<Runnable> tasks = new ArrayList<>();
  private final List<Duration> delays = new ArrayList<>();

  @Override
  public synchronized Scheduled schedule(Duration delay, Runnable task) {
    tasks.add(task);
    delays.add(delay);
    return () -> cancel(task);
  }

  private synchronized void cancel(Runnable task) {
    tasks.remove(task);
  }

  /** Runs what waits now; what that schedules waits for the next call. */
  public void runAll() {
    List<Runnable> due;
    synchronized (this) {
      due = List.copyOf(tasks);
      tasks.clear();
    }
    due.forEach(Runnable::run);
  }

  public synchronized List<Duration> delays() {
    return List.copyOf(delays);
  }

  @Override
  public synchronized void close() {
    tasks.clear();
  }
}
