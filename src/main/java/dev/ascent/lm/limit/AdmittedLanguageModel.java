package dev.ascent.lm.limit;

import dev.ascent.core.rollout.Usage;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.FaultKind;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Starts calls when all limits admit them; until then they wait in the order in which they came,
 * without a thread. A call that is given up while it waits was never made.
 */
public final class AdmittedLanguageModel implements LanguageModel {
  private final LanguageModel model;
  private final AllLimits limits;
  private final Scheduler scheduler;
  private final InstantSource clock;
  private final LongSupplier ticker;
  private final Runnable drain = this::drain;
  private final Queue<Call> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean timerSet = new AtomicBoolean();

  /** Above zero while a thread drains the queue; others raise it to have it look again. */
  private final AtomicInteger drains = new AtomicInteger();

  private volatile boolean closed;

  /**
   * @param model who is asked; closed with this
   * @param scheduler wakes the queue when a limit says so; stays open
   * @param clock tells when calls that wait have passed their deadline
   * @param ticker nanoseconds
   */
  public AdmittedLanguageModel(
      LanguageModel model,
      AllLimits limits,
      Scheduler scheduler,
      InstantSource clock,
      LongSupplier ticker) {
    this.model = model;
    this.limits = limits;
    this.scheduler = scheduler;
    this.clock = clock;
    this.ticker = ticker;
    limits.join(drain);
  }

  @Override
  public CompletableFuture<LmOutcome> complete(ChatRequest request) {
    Call call = new Call(request, new CompletableFuture<>());
    waiting.add(call);
    drain();
    return call.outcome;
  }

  /** One thread at a time, so that calls that end at once do not pile up on the stack. */
  private void drain() {
    if (drains.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      startWhatFits();
      seen = drains.addAndGet(-seen);
    } while (seen != 0);
  }

  private void startWhatFits() {
    for (Call call = waiting.peek(); call != null; call = waiting.peek()) {
      if (call.outcome.isDone()) {
        waiting.poll();
      } else if (closed) {
        waiting.poll();
        call.end(FaultKind.UNREACHABLE, "the client is closed");
      } else if (call.request.deadline().isBefore(clock.instant())) {
        waiting.poll();
        call.end(FaultKind.TIMED_OUT, "the call waited in vain for its turn");
      } else {
        long now = ticker.getAsLong();
        long wait = limits.tryStart(call.request, now);
        if (wait > 0) {
          wake(wait);
          return;
        }
        waiting.poll();
        start(call, now);
      }
    }
  }

  private void wake(long nanos) {
    if (nanos != Admission.UNTIL_ONE_ENDS && timerSet.compareAndSet(false, true)) {
      scheduler.schedule(
          Duration.ofNanos(nanos),
          () -> {
            timerSet.set(false);
            drain();
          });
    }
  }

  private void start(Call call, long now) {
    CompletableFuture<LmOutcome> asked = ask(call.request);
    var unused =
        asked.whenComplete(
            (outcome, failure) -> {
              limits.ended(call.request, outcome, now, ticker.getAsLong());
              if (failure == null) {
                call.outcome.complete(outcome);
              } else {
                call.outcome.completeExceptionally(failure);
              }
            });
    var unusedToo =
        call.outcome.whenComplete(
            (outcome, failure) -> {
              if (call.outcome.isCancelled()) {
                asked.cancel(true);
              }
            });
  }

  /** A model that throws breaks its contract; that must not stop the queue as well. */
  private CompletableFuture<LmOutcome> ask(ChatRequest request) {
    try {
      return model.complete(request);
    } catch (RuntimeException bug) {
      return CompletableFuture.failedFuture(bug);
    }
  }

  /** Ends the calls that wait with a fault. */
  @Override
  public void close() {
    closed = true;
    drain();
    limits.leave(drain);
    model.close();
  }

  private record Call(ChatRequest request, CompletableFuture<LmOutcome> outcome) {
    void end(FaultKind kind, String message) {
      outcome.complete(new LmOutcome.Fault(kind, message, Usage.NONE));
    }
  }
}
