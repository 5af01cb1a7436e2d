package dev.ascent.testing;

import dev.ascent.lm.limit.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes only while a test runs it: what is scheduled happens in order, at once. */
public final class VirtualTime implements Scheduler, InstantSource {
  private static final Instant EPOCH = Instant.parse("2030-01-01T00:00:00Z");

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::nanos).thenComparingLong(Event::number));
  private long now;
  private long scheduled;

  @Override
  public Scheduled schedule(Duration delay, Runnable task) {
    Event event = new Event(now + delay.toNanos(), scheduled++, task);
    events.add(event);
    return () -> events.remove(event);
  }

  /** Lets so much time pass. */
  public void run(Duration duration) {
    long end = now + duration.toNanos();
    while (!events.isEmpty() && events.peek().nanos <= end) {
      Event next = events.poll();
      now = next.nanos;
      next.task.run();
    }
    now = end;
  }

  /** Nanoseconds since the start. */
  public long nanos() {
    return now;
  }

  @Override
  public Instant instant() {
    return EPOCH.plusNanos(now);
  }

  @Override
  public void close() {
    events.clear();
  }

  private record Event(long nanos, long number, Runnable task) {}
}
