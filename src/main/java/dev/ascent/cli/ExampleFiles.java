package dev.ascent.cli;

import dev.ascent.wire.example.ExampleReader;
import dev.ascent.wire.example.ExamplesFile;
import dev.ascent.wire.record.SkippedLine;
import java.io.IOException;
import java.nio.file.Path;

/** Reads the files of examples that people name on the command line. */
final class ExampleFiles {
  private ExampleFiles() {}

  /**
   * Reads examples.
   *
   * @param option what the file was named by
   * @throws CommandFailure if it cannot be read or holds no example
   */
  static ExamplesFile.Content read(String option, Path file, ExampleReader reader)
      throws IOException {
    InputFiles.require(option, file, "a file of JSON lines");
    ExamplesFile.Content content = ExamplesFile.read(file, reader);
    if (content.examples().isEmpty()) {
      throw CommandFailure.usage(
          file + ": found no usable example, expected at least one; " + firstProblem(content));
    }
    return content;
  }

  private static String firstProblem(ExamplesFile.Content content) {
    if (content.skipped().isEmpty()) {
      return "it is empty";
    }
    SkippedLine first = content.skipped().get(0);
    return "line " + first.line() + ": " + first.reason();
  }
}
