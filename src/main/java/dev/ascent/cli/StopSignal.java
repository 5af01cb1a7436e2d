package dev.ascent.cli;

import java.util.concurrent.CountDownLatch;

/** Tells a command that serves when to stop. */
@FunctionalInterface
interface StopSignal {

  /** Waits until it is time to stop. */
  void await();

  /**
   * Waits for the interrupt that Ctrl-C and SIGTERM cause. To be stopped is the normal end of a
   * server, and so this returns.
   */
  static StopSignal ofProcess() {
    return () -> {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        // The interrupt is what was waited for; what is closed next may have to wait itself.
      }
    };
  }
}
