package dev.ascent.lm.limit;

import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.LmOutcome;

/** At most so many calls to a host at once, whoever makes them. */
public final class HostCap implements Admission {
  /** Another queue's call may end unnoticed by this one's. */
  private static final long NANOS_BETWEEN_LOOKS = 5_000_000;

  private int most = Integer.MAX_VALUE;
  private int inFlight;

  /** Lowers the cap, where it is higher: the smallest that anybody asked for holds. */
  public synchronized void lowerTo(int other) {
    most = Math.min(most, other);
  }

  @Override
  public synchronized long tryStart(ChatRequest request, long now) {
    if (inFlight >= most) {
      return NANOS_BETWEEN_LOOKS;
    }
    inFlight++;
    return 0;
  }

  @Override
  public synchronized void notStarted(ChatRequest request) {
    inFlight--;
  }

  @Override
  public synchronized void ended(ChatRequest request, LmOutcome outcome, long started, long now) {
    inFlight--;
  }
}
