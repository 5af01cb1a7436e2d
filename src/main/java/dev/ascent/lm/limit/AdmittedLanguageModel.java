package dev.ascent.lm.limit;

import dev.ascent.core.rollout.Usage;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.FaultKind;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import java.time.Duration;
import java.time.Instant;
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
    Call call = new Call(request);
    waiting.add(call);
    drain();
    if (call.isWaiting() && request.allowance().deadline().isBefore(Instant.MAX)) {
      endAtDeadline(call);
    }
    return call.outcome;
  }

  /** Wherever in the queue it is by then; those before it may have more time. */
  private void endAtDeadline(Call call) {
    Scheduler.Scheduled timer =
        scheduler.schedule(
            Duration.between(clock.instant(), call.request.allowance().deadline()),
            call::endInVain);
    var unused = call.outcome.whenComplete((outcome, failure) -> timer.cancel());
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
      if (!call.isWaiting()) {
        waiting.poll();
      } else if (closed) {
        waiting.poll();
        call.end(FaultKind.UNREACHABLE, "the client is closed");
      } else if (call.request.allowance().deadline().isBefore(clock.instant())) {
        waiting.poll();
        call.endInVain();
      } else {
        long now = ticker.getAsLong();
        long wait = limits.tryStart(call.request, now);
        if (wait > 0) {
          wake(wait);
          return;
        }
        waiting.poll();
        if (call.leaveQueue()) {
          start(call, now);
        } else {
          limits.notStarted(call.request);
        }
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

  /** A call that either starts or ends unmade, whichever comes first. */
  private static final class Call {
    private final ChatRequest request;
    private final CompletableFuture<LmOutcome> outcome = new CompletableFuture<>();
    private final AtomicBoolean left = new AtomicBoolean();

    Call(ChatRequest request) {
      this.request = request;
    }

    /** Whether it was neither started nor ended nor given up. */
    boolean isWaiting() {
      return !left.get() && !outcome.isDone();
    }

    /** Whether the caller is the one who may start or end it. */
    boolean leaveQueue() {
      return left.compareAndSet(false, true);
    }

    void endInVain() {
      end(FaultKind.TIMED_OUT, "the call waited in vain for its turn");
    }

    void end(FaultKind kind, String message) {
      if (leaveQueue()) {
        outcome.complete(new LmOutcome.Fault(kind, message, Usage.NONE));
      }
    }
  }
}
