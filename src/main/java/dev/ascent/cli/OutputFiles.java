package dev.ascent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Checks the files that people name to be written, which is better known before the work. */
final class OutputFiles {
  private OutputFiles() {}

  /**
   * Checks that a file can be written.
   *
   * @param option what the file was named by
   * @throws CommandFailure if it cannot
   */
  static void require(String option, Path file) {
    if (Files.isDirectory(file)) {
      throw CommandFailure.usage(
          option + ": can't write " + file + ", which is a folder; expected a file");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw CommandFailure.usage(
          option + ": can't write " + file + ", as there is no folder " + folder);
    }
    if (!Files.isWritable(folder)) {
      throw CommandFailure.usage(
          option + ": can't write " + file + ", as this user may not write to " + folder);
    }
  }

  /**
   * Checks that no two of the options name the same file.
   *
   * @param byOption files by the options that name them
   * @throws CommandFailure if two do
   */
  static void requireDistinct(Map<String, Path> byOption) throws IOException {
    Map<Path, String> options = new HashMap<>();
    for (Map.Entry<String, Path> named : byOption.entrySet()) {
      String other = options.putIfAbsent(real(named.getValue()), named.getKey());
      if (other != null) {
        throw CommandFailure.usage(
            other + " and " + named.getKey() + " name the same file, " + named.getValue());
      }
    }
  }

  /** The file that a path leads to, which need not exist. */
  private static Path real(Path path) throws IOException {
    if (Files.exists(path)) {
      return path.toRealPath();
    }
    Path absolute = path.toAbsolutePath().normalize();
    Path folder = absolute.getParent();
    return folder != null && Files.exists(folder)
        ? folder.toRealPath().resolve(absolute.getFileName())
        : absolute;
  }
}
