package dev.ascent.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.subscriber.Program;
import dev.ascent.subscriber.ProgramListener;
import dev.ascent.subscriber.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a service hears of its programs, with ways to wait for it. */
public final class ServiceListener implements ProgramListener {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<Program> programs = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private Instant lastSwap;

  @Override
  public synchronized void onProgram(Program program) {
    lastSwap = InstantSource.system().instant();
    programs.add(program);
    notifyAll();
  }

  @Override
  public synchronized void onRefusal(Refusal refusal) {
    refusals.add(refusal);
    notifyAll();
  }

  @Override
  public synchronized void onFailure(String what, Exception cause) {
    failures.add(what);
    notifyAll();
  }

  public synchronized Program last() {
    return programs.get(programs.size() - 1);
  }

  public synchronized Instant lastSwap() {
    return lastSwap;
  }

  public synchronized int swaps() {
    return programs.size();
  }

  /** Of all programs there were. */
  public synchronized Set<String> ids() {
    return programs.stream().map(Program::id).collect(Collectors.toSet());
  }

  public synchronized boolean sawEpochAbove(long epoch) {
    return programs.stream().anyMatch(program -> program.epoch() > epoch);
  }

  /** Waits until the last program is such a one. */
  public synchronized void await(Predicate<Program> reached) throws InterruptedException {
    await(() -> !programs.isEmpty() && reached.test(last()));
  }

  public synchronized void awaitRefusal(String reason) throws InterruptedException {
    await(() -> refusals.stream().anyMatch(refusal -> refusal.reason().contains(reason)));
  }

  /** Waits until so many records were refused in all. */
  public synchronized void awaitRefusals(int count) throws InterruptedException {
    await(() -> refusals.size() >= count);
  }

  public synchronized void awaitFailure() throws InterruptedException {
    await(() -> !failures.isEmpty());
  }

  /** Waits for whatever happens next, and no longer than said. */
  public synchronized void awaitAny(Duration most) throws InterruptedException {
    TimeUnit.MILLISECONDS.timedWait(this, most.toMillis());
  }

  private synchronized void await(BooleanSupplier reached) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!reached.getAsBoolean()) {
      long left = end - System.nanoTime();
      assertThat(left).as("heard %s, %s, %s", programs, refusals, failures).isPositive();
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }
}
