package dev.ascent.cli;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/**
 * Tells people on standard error how long work gets on: one line that is rewritten in place on a
 * terminal, a plain line every few seconds elsewhere. Any thread may tell.
 */
final class Progress implements AutoCloseable {
  private static final long PLAIN_LINE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long REWRITE_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final String CLEAR_LINE = "\r\u001b[2K";

  private final PrintWriter err;
  private final boolean terminal;
  private String shown = "";
  private long lastShown;

  private Progress(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
    this.lastShown = System.nanoTime() - PLAIN_LINE_EVERY_NANOS;
  }

  static Progress on(PrintWriter err, Terminal terminal) {
    return new Progress(err, terminal.err());
  }

  /** Shows the present state, unless another was shown a moment ago. */
  synchronized void update(String state) {
    long now = System.nanoTime();
    long every = terminal ? REWRITE_EVERY_NANOS : PLAIN_LINE_EVERY_NANOS;
    if (state.equals(shown) || now - lastShown < every) {
      return;
    }
    shown = state;
    lastShown = now;
    if (terminal) {
      err.print(CLEAR_LINE + state);
    } else {
      err.println(state);
    }
    err.flush();
  }

  /** Prints a line that stays. */
  synchronized void line(String text) {
    if (terminal) {
      err.print(CLEAR_LINE);
    }
    err.println(text);
    if (terminal) {
      err.print(shown);
    }
    err.flush();
  }

  /** Takes the present state away, so that what comes on standard output has a line of its own. */
  synchronized void clear() {
    if (terminal && !shown.isEmpty()) {
      err.print(CLEAR_LINE);
      err.flush();
      shown = "";
    }
  }

  @Override
  public void close() {
    clear();
  }
}
