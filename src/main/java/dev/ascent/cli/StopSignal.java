package dev.ascent.cli;

import java.util.concurrent.CountDownLatch;

/** Tells a command that serves when to stop. */
interface StopSignal {

  /**
   * Waits until it is time to stop.
   *
   * @param cleanUp what to do if the process ends before this method can return
   */
  void await(Runnable cleanUp) throws InterruptedException;

  /**
   * Waits for Ctrl-C or SIGTERM. The process then ends with status 0: to be stopped is the normal
   * end of a server, where the JVM by itself would report the signal.
   */
  static StopSignal ofProcess() {
    return cleanUp -> {
      Thread ending =
          new Thread(
              () -> {
                cleanUp.run();
                Runtime.getRuntime().halt(0);
              },
              "stop");
      Runtime.getRuntime().addShutdownHook(ending);
      new CountDownLatch(1).await();
    };
  }
}
