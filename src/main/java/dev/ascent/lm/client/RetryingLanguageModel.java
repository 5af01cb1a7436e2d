package dev.ascent.lm.client;

import dev.ascent.core.rollout.Usage;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import dev.ascent.lm.limit.Scheduler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/**
 * Asks again after faults that may pass, within each request's allowance of attempts and up to its
 * deadline. An expendable request is given up where it would have to wait as long as a straggler.
 *
 * <p>The others that a request is alike to are not there for its second try, which is made alone.
 *
 * <p>The model that it asks may make several of the attempts that are left by itself; it says how
 * many in its usage. Outcomes carry the usage of all attempts.
 */
public final class RetryingLanguageModel implements LanguageModel {
  private final LanguageModel model;
  private final RetryPolicy policy;
  private final Stragglers stragglers;
  private final Scheduler scheduler;
  private final InstantSource clock;
  private final DoubleSupplier random;
  private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param model who is asked; closed with this
   * @param stragglers which calls take too long, and how many may be given up
   * @param scheduler wakes calls that wait for their next attempt; stays open
   * @param clock tells whether a request's deadline allows another attempt
   * @param random uniform in [0, 1), safe to call from several threads
   */
  public RetryingLanguageModel(
      LanguageModel model,
      RetryPolicy policy,
      Stragglers stragglers,
      Scheduler scheduler,
      InstantSource clock,
      DoubleSupplier random) {
    this.model = model;
    this.policy = policy;
    this.stragglers = stragglers;
    this.scheduler = scheduler;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public CompletableFuture<LmOutcome> complete(ChatRequest request) {
    return attempt(request, 0, 1, Usage.NONE);
  }

  /**
   * @param made attempts that are used up
   * @param number of this try, which may take several attempts
   */
  private CompletableFuture<LmOutcome> attempt(
      ChatRequest request, int made, int number, Usage spent) {
    return model
        .complete(
            request
                .withAttempts(request.allowance().attempts() - made)
                .withAlike(number == 1 ? request.alike() : 1))
        .thenCompose(
            outcome ->
                finishOrRetry(
                    request,
                    made + Math.max(1, outcome.usage().requests()),
                    number,
                    outcome.plusUsage(spent)));
  }

  private CompletableFuture<LmOutcome> finishOrRetry(
      ChatRequest request, int made, int number, LmOutcome outcome) {
    if (made < request.allowance().attempts()
        && !closed
        && outcome instanceof LmOutcome.Fault fault
        && fault.kind().isRetryable()
        && fault.retryAfter().compareTo(policy.maxRetryAfter()) <= 0) {
      Duration delay = policy.delay(number, random.getAsDouble(), fault.retryAfter());
      if (clock.instant().plus(delay).isBefore(request.allowance().deadline())
          && !(request.allowance().expendable()
              && stragglers.of(request).tryGiveUp(delay.toNanos()))) {
        return after(delay)
            .thenCompose(
                ready ->
                    closed
                        ? CompletableFuture.completedFuture(outcome)
                        : attempt(request, made, number + 1, outcome.usage()));
      }
    }
    return CompletableFuture.completedFuture(outcome);
  }

  private CompletableFuture<Void> after(Duration delay) {
    Wait wait = new Wait();
    waits.add(wait);
    scheduler.schedule(delay, wait::end);
    if (closed) {
      wait.end();
    }
    return wait.over;
  }

  /** Ends the calls that wait for their next attempt with the fault of their last one. */
  @Override
  public void close() {
    closed = true;
    waits.forEach(Wait::end);
    model.close();
  }

  /** A call's time between two attempts. */
  private final class Wait {
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    void end() {
      waits.remove(this);
      over.complete(null);
    }
  }
}
