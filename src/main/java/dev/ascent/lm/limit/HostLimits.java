package dev.ascent.lm.limit;

import dev.ascent.lm.FaultKind;
import dev.ascent.lm.LmOutcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What all calls of a process to one host share: an adaptive concurrency and an adaptive pace. See
 * {@code docs/decisions/lm-access.md}.
 */
public final class HostLimits {
  /** So long one waits who lets others go first; they wake up at the same moment. */
  private static final long TURN_NANOS = 1_000_000L;

  private final AdaptivePace pace = new AdaptivePace();
  private final PaceTurns turns = new PaceTurns();
  private final AdaptiveConcurrency concurrency;
  private final boolean adaptive;
  private final List<Runnable> queues = new ArrayList<>();
  private int inFlight;
  private int turn;

  /**
   * @param most calls at once that are never exceeded
   */
  public HostLimits(int most) {
    this(new AdaptiveConcurrency(most), true);
  }

  private HostLimits(AdaptiveConcurrency concurrency, boolean adaptive) {
    this.concurrency = concurrency;
    this.adaptive = adaptive;
  }

  /** No limits, for a server that queues calls by itself. */
  public static HostLimits fixed() {
    return new HostLimits(new AdaptiveConcurrency(Integer.MAX_VALUE), false);
  }

  /** Has a queue looked at whenever a call to the host has ended, in turn with the others. */
  synchronized void join(Runnable queue) {
    queues.add(queue);
  }

  synchronized void leave(Object caller, Runnable queue) {
    queues.remove(queue);
    turns.forget(caller);
  }

  /**
   * Takes a place for a call if there is one.
   *
   * @param caller whose call it is, of those who take turns
   * @return as {@link Admission#tryStart}
   */
  synchronized long tryStart(Object caller, long now) {
    if (adaptive && inFlight >= concurrency.limit()) {
      return Admission.UNTIL_ONE_ENDS;
    }
    long wait = pace.waitTime(now);
    if (wait > 0) {
      turns.waits(caller);
      return wait;
    }
    if (turns.letsOthersGo(caller)) {
      turns.waits(caller);
      return TURN_NANOS;
    }
    inFlight++;
    turns.started(caller);
    if (adaptive && pace.started(now)) {
      concurrency.congested();
    }
    return 0;
  }

  /** Gives back the place of a call that did not start after all. */
  synchronized void notStarted() {
    inFlight--;
  }

  /**
   * Gives back the place of a call.
   *
   * @param outcome how it ended, or null if the caller gave it up
   */
  void ended(LmOutcome outcome, long started, long now) {
    List<Runnable> waiting;
    synchronized (this) {
      if (adaptive && outcome != null) {
        learn(outcome, started, now);
      }
      inFlight--;
      waiting = inTurn();
    }
    waiting.forEach(Runnable::run);
  }

  private void learn(LmOutcome outcome, long started, long now) {
    if (outcome instanceof LmOutcome.Fault fault && fault.kind() == FaultKind.THROTTLED) {
      pace.refused(started);
    } else if (outcome instanceof LmOutcome.Answer) {
      concurrency.answered(now - started, inFlight, now);
    }
  }

  private List<Runnable> inTurn() {
    if (queues.size() == 1) {
      return List.of(queues.get(0));
    }
    List<Runnable> ordered = new ArrayList<>(queues);
    if (!ordered.isEmpty()) {
      Collections.rotate(ordered, -(++turn % ordered.size()));
    }
    return ordered;
  }
}
