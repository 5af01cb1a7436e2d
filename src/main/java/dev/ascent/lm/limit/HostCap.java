package dev.ascent.lm.limit;

import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.LmOutcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** At most so many calls to a host at once, whoever makes them. */
public final class HostCap implements Admission {
  /** Another queue's call may end unnoticed by this one's. */
  private static final long NANOS_BETWEEN_LOOKS = 5_000_000;

  /** Of all who use the host now. */
  private final List<Integer> caps = new ArrayList<>();

  private int most = Integer.MAX_VALUE;
  private int inFlight;

  /** Sets a cap, until it is {@link #lift}ed; of several the smallest holds. */
  public synchronized void set(int cap) {
    caps.add(cap);
    most = Collections.min(caps);
  }

  /** Takes back a cap that was set, once. */
  public synchronized void lift(int cap) {
    caps.remove((Integer) cap);
    most = caps.isEmpty() ? Integer.MAX_VALUE : Collections.min(caps);
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
