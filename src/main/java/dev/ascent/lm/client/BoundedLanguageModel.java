package dev.ascent.lm.client;

import dev.ascent.core.rollout.Usage;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.FaultKind;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps at most so many calls in flight; further ones wait in the order in which they came, without
 * a thread.
 */
public final class BoundedLanguageModel implements LanguageModel {
  private final LanguageModel model;
  private final int limit;
  private final Queue<Call> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger inFlight = new AtomicInteger();

  /** Above zero while a thread drains the queue; others raise it to have it look again. */
  private final AtomicInteger drains = new AtomicInteger();

  private volatile boolean closed;

  /**
   * @param model who is asked; closed with this
   * @param limit calls that may be open at once, at least 1
   */
  public BoundedLanguageModel(LanguageModel model, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("at least one call must be allowed, got " + limit);
    }
    this.model = model;
    this.limit = limit;
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
    while (closed || inFlight.get() < limit) {
      Call call = waiting.poll();
      if (call == null) {
        return;
      }
      if (closed) {
        call.outcome.complete(
            new LmOutcome.Fault(FaultKind.UNREACHABLE, "the client is closed", Usage.NONE));
      } else {
        start(call);
      }
    }
  }

  private void start(Call call) {
    inFlight.incrementAndGet();
    var unused =
        ask(call.request)
            .whenComplete(
                (outcome, bug) -> {
                  inFlight.decrementAndGet();
                  drain();
                  if (bug == null) {
                    call.outcome.complete(outcome);
                  } else {
                    call.outcome.completeExceptionally(bug);
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
    model.close();
  }

  private record Call(ChatRequest request, CompletableFuture<LmOutcome> outcome) {}
}
