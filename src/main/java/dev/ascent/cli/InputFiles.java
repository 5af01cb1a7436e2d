package dev.ascent.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Checks the files that people name to be read. */
final class InputFiles {
  private InputFiles() {}

  /**
   * Checks that a file can be read.
   *
   * @param option what the file was named by
   * @param expected what it should be, as "a task file"
   * @throws CommandFailure if it cannot; it says why
   */
  static void require(String option, Path file, String expected) {
    if (!Files.exists(file)) {
      throw unreadable(option, file, "which does not exist", expected);
    }
    if (Files.isDirectory(file)) {
      throw unreadable(option, file, "which is a folder", expected);
    }
    if (!Files.isReadable(file)) {
      throw unreadable(option, file, "which this user may not read", expected);
    }
  }

  private static CommandFailure unreadable(
      String option, Path file, String reason, String expected) {
    return CommandFailure.usage(
        option + ": can't read " + file + ", " + reason + "; expected " + expected);
  }
}
