package dev.ascent.cli;

/** How a command ends, as scripts see it. */
enum ExitCode {
  OK(0),
  /** A flaw of this program, or of the machine that it runs on. */
  UNEXPECTED(1),
  /** What was asked for makes no sense: options, a task, a file. */
  USAGE(2),
  /** A model or a broker could not be reached, or refused the key. */
  UNREACHABLE(3),
  INTERRUPTED(4);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
