package dev.ascent.lm.limit;

import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.LmOutcome;
import java.util.concurrent.atomic.AtomicInteger;

/** At most so many calls at once. */
public final class CallsInFlight implements Admission {
  private final int limit;
  private final AtomicInteger inFlight = new AtomicInteger();

  /**
   * @param limit at least 1
   */
  public CallsInFlight(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("at least one call must be allowed, got " + limit);
    }
    this.limit = limit;
  }

  @Override
  public long tryStart(ChatRequest request, long now) {
    if (inFlight.incrementAndGet() <= limit) {
      return 0;
    }
    inFlight.decrementAndGet();
    return UNTIL_ONE_ENDS;
  }

  @Override
  public void notStarted(ChatRequest request) {
    inFlight.decrementAndGet();
  }

  @Override
  public void ended(ChatRequest request, LmOutcome outcome, long started, long now) {
    inFlight.decrementAndGet();
  }
}
