package dev.ascent.cli;

import dev.ascent.embedded.TemporaryFolder;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Turns Ctrl-C and SIGTERM into an interrupt of the thread that runs the command, so that it closes
 * what it opened and says how far it came before the process ends.
 */
final class Interruption {
  private static final Duration MOST_TIME_TO_CLOSE = Duration.ofSeconds(20);

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread command = Thread.currentThread();
  private volatile boolean requested;
  private volatile int exitCode = ExitCode.INTERRUPTED.code();

  /** Whether someone asked the process to end. */
  boolean isRequested() {
    return requested;
  }

  /** Runs a command on this thread; the process ends with its exit code. */
  void exitWith(IntSupplier commandRun) {
    Runtime.getRuntime().addShutdownHook(new Thread(this::endCommand, "interruption"));
    try {
      exitCode = commandRun.getAsInt();
    } catch (RuntimeException | Error e) {
      // Uncaught, it would end this thread alone, and others would keep the process alive.
      e.printStackTrace();
      exitCode = ExitCode.UNEXPECTED.code();
    } finally {
      ended.countDown();
    }
    System.exit(exitCode);
  }

  /** Runs when the JVM ends. {@link System#exit} never returns then: the hook has to halt. */
  private void endCommand() {
    if (ended.getCount() == 0) {
      deleteTemporaryFolders();
      return;
    }
    requested = true;
    command.interrupt();
    try {
      ended.await(MOST_TIME_TO_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    deleteTemporaryFolders();
    Runtime.getRuntime().halt(exitCode);
  }

  private static void deleteTemporaryFolders() {
    TemporaryFolder.deleteAll().forEach(left -> System.err.println("ascent: not deleted: " + left));
  }
}
