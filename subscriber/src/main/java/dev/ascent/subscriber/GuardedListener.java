package dev.ascent.subscriber;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Keeps a listener's exceptions from ending the subscriber. */
final class GuardedListener implements ProgramListener {
  private static final Logger LOG = System.getLogger(ProgramSubscriber.class.getName());

  private final ProgramListener listener;

  GuardedListener(ProgramListener listener) {
    this.listener = listener;
  }

  @Override
  public void onProgram(Program program) {
    guarded(() -> listener.onProgram(program));
  }

  @Override
  public void onRetired(String task) {
    guarded(() -> listener.onRetired(task));
  }

  @Override
  public void onRefusal(Refusal refusal) {
    guarded(() -> listener.onRefusal(refusal));
  }

  @Override
  public void onFailure(String what, Exception cause) {
    guarded(() -> listener.onFailure(what, cause));
  }

  private static void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "A program listener failed", e);
    }
  }
}
