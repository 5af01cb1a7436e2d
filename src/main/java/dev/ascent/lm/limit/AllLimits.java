package dev.ascent.lm.limit;

import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.LmOutcome;
import java.util.List;

/** All limits of some calls, those of their host among them: a call starts when each admits it. */
public final class AllLimits implements Admission {
  private final List<Admission> own;
  private final HostLimits host;

  /**
   * @param own limits of these calls alone
   * @param host what they share with others
   */
  public AllLimits(List<? extends Admission> own, HostLimits host) {
    this.own = List.copyOf(own);
    this.host = host;
  }

  /** Has a queue looked at whenever a call to the host has ended. */
  void join(Runnable queue) {
    host.join(queue);
  }

  void leave(Runnable queue) {
    host.leave(this, queue);
  }

  @Override
  public long tryStart(ChatRequest request, long now) {
    for (int i = 0; i < own.size(); i++) {
      long wait = own.get(i).tryStart(request, now);
      if (wait > 0) {
        own.subList(0, i).forEach(limit -> limit.notStarted(request));
        return wait;
      }
    }
    long wait = host.tryStart(this, now);
    if (wait > 0) {
      own.forEach(limit -> limit.notStarted(request));
    }
    return wait;
  }

  @Override
  public void notStarted(ChatRequest request) {
    own.forEach(limit -> limit.notStarted(request));
    host.notStarted();
  }

  /** The host's limit comes last, as it has the queues looked at. */
  @Override
  public void ended(ChatRequest request, LmOutcome outcome, long started, long now) {
    own.forEach(limit -> limit.ended(request, outcome, started, now));
    host.ended(outcome, started, now);
  }
}
