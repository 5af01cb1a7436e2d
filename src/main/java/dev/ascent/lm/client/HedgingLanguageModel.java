package dev.ascent.lm.client;

import dev.ascent.core.rollout.Usage;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.FaultKind;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import dev.ascent.lm.limit.Admission;
import dev.ascent.lm.limit.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Sends a straggler once more (Dean and Barroso, "The Tail at Scale", 2013): the first answer
 * counts, and the other attempt is given up.
 *
 * <p>A call is hedged if its allowance holds a second attempt, if it takes much longer than others
 * did lately, if its second attempt can start at once, and if few calls were hedged lately. One
 * that goes on for many times as long is given up, which spares whoever has no second attempt the
 * wait for the timeout; an expendable one earlier, if few were lately.
 */
public final class HedgingLanguageModel implements LanguageModel {
  private final LanguageModel model;
  private final Stragglers stragglers;
  private final Admission limits;
  private final Function<ChatRequest, Usage> lost;
  private final Scheduler scheduler;
  private final LongSupplier ticker;

  /**
   * @param model who is asked; closed with this
   * @param stragglers which calls take too long
   * @param limits admit second attempts; first ones are admitted by the caller
   * @param lost the most that an attempt costs which is given up
   * @param scheduler looks after calls that take long; stays open
   * @param ticker nanoseconds
   */
  public HedgingLanguageModel(
      LanguageModel model,
      Stragglers stragglers,
      Admission limits,
      Function<ChatRequest, Usage> lost,
      Scheduler scheduler,
      LongSupplier ticker) {
    this.model = model;
    this.stragglers = stragglers;
    this.limits = limits;
    this.lost = lost;
    this.scheduler = scheduler;
    this.ticker = ticker;
  }

  @Override
  public CompletableFuture<LmOutcome> complete(ChatRequest request) {
    Race race = new Race(request);
    race.start();
    return race.result;
  }

  @Override
  public void close() {
    model.close();
  }

  /** A call of at most two attempts. */
  private final class Race {
    private final ChatRequest request;
    private final StragglerPolicy policy;
    private final boolean mayHedge;
    private final long started = ticker.getAsLong();
    private final CompletableFuture<LmOutcome> result = new CompletableFuture<>();
    private CompletableFuture<LmOutcome> first;
    private CompletableFuture<LmOutcome> second;
    private Scheduler.Scheduled look = () -> {};
    private int open = 1;
    private Usage spent = Usage.NONE;
    private boolean over;

    Race(ChatRequest request) {
      this.request = request.withAttempts(1);
      this.policy = stragglers.of(request);
      this.mayHedge = request.allowance().attempts() > 1;
    }

    void start() {
      first = model.complete(request);
      var unused = first.whenComplete((outcome, bug) -> ended(outcome, bug, started));
      var unusedToo = result.whenComplete((outcome, bug) -> giveUpTheRest());
      lookAfter(policy.patience());
    }

    private synchronized void lookAfter(Duration delay) {
      if (!over) {
        look = scheduler.schedule(delay, this::look);
      }
    }

    /** Gives the call up or sends it once more, if it is time; and looks again later. */
    private void look() {
      long now = ticker.getAsLong();
      if (policy.isHopeless(now - started)) {
        giveUp(FaultKind.TIMED_OUT);
        return;
      }
      // It gets as long for its second attempt as others get for their first.
      if (request.allowance().expendable() && policy.tryGiveUp((now - started) / 2)) {
        giveUp(FaultKind.GIVEN_UP);
        return;
      }
      sendAgain(now).ifPresent(again -> watch(again, now));
      lookAfter(policy.patience());
    }

    private synchronized Optional<CompletableFuture<LmOutcome>> sendAgain(long now) {
      if (over
          || !mayHedge
          || second != null
          || !policy.isStraggler(now - started)
          || !policy.mayHedge()
          || limits.tryStart(request, now) != 0) {
        return Optional.empty();
      }
      if (!policy.tryHedge()) {
        limits.notStarted(request);
        return Optional.empty();
      }
      open++;
      second = model.complete(request);
      return Optional.of(second);
    }

    private void watch(CompletableFuture<LmOutcome> again, long since) {
      var unused =
          again.whenComplete(
              (outcome, bug) -> {
                limits.ended(request, outcome, since, ticker.getAsLong());
                ended(outcome, bug, since);
              });
    }

    private void giveUp(FaultKind kind) {
      LmOutcome fault;
      synchronized (this) {
        if (over) {
          return;
        }
        over = true;
        for (int i = 0; i < open; i++) {
          spent = spent.plus(lost.apply(request));
        }
        fault = new LmOutcome.Fault(kind, "no answer in a time in which all others came", spent);
      }
      result.complete(fault);
    }

    private void ended(LmOutcome outcome, Throwable bug, long since) {
      LmOutcome decisive;
      synchronized (this) {
        if (over) {
          return;
        }
        open--;
        if (bug == null && !(outcome instanceof LmOutcome.Answer) && open > 0) {
          spent = spent.plus(outcome.usage());
          return;
        }
        over = true;
        if (open > 0) {
          spent = spent.plus(lost.apply(request));
        }
        decisive = outcome == null ? null : outcome.plusUsage(spent);
      }
      if (bug != null) {
        result.completeExceptionally(bug);
        return;
      }
      if (outcome instanceof LmOutcome.Answer) {
        policy.answered(ticker.getAsLong() - since);
      }
      result.complete(decisive);
    }

    /** Whoever waited for the result is done with it, or gave it up. */
    private void giveUpTheRest() {
      CompletableFuture<LmOutcome> sentAgain;
      synchronized (this) {
        over = true;
        look.cancel();
        sentAgain = second;
      }
      first.cancel(true);
      if (sentAgain != null) {
        sentAgain.cancel(true);
      }
    }
  }
}
