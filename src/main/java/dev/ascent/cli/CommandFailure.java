package dev.ascent.cli;

/** Why a command cannot do what it was asked for: a message for people, and no stack trace. */
final class CommandFailure extends RuntimeException {
  private final ExitCode exitCode;

  CommandFailure(ExitCode exitCode, String message) {
    this(exitCode, message, null);
  }

  /**
   * Creates a failure.
   *
   * @param message what is wrong and what to do about it, in a line or a few
   * @param cause for {@code --stacktrace}; may be null
   */
  CommandFailure(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** A failure of what was asked for. */
  static CommandFailure usage(String message) {
    return new CommandFailure(ExitCode.USAGE, message);
  }

  /** Refuses an option's number that is too small. */
  static void requireAtLeast(int least, String option, int value) {
    if (value < least) {
      throw usage(option + ": expected at least " + least + ", found " + value);
    }
  }

  ExitCode exitCode() {
    return exitCode;
  }
}
