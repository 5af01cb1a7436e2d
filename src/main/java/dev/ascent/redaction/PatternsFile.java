package dev.ascent.redaction;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/**
 * A file of patterns of one's own: lines of a kind, {@code =}, and a regular expression as it
 * stands. A kind may have several lines. Empty lines and those that begin with {@code #} are
 * skipped.
 */
final class PatternsFile {
  private static final String EXPECTED = "expected KIND=REGEX";

  private PatternsFile() {}

  /**
   * What finds the file's patterns.
   *
   * @param kinds that are redacted; a pattern of another one would be without effect
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException naming the line that is wrong
   */
  static List<Finder> read(Path file, List<String> kinds) throws IOException {
    List<Finder> finders = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        finders.add(finder(file + ":" + number, line, kinds));
      }
    }
    return finders;
  }

  private static Finder finder(String place, String line, List<String> kinds) {
    int end = line.indexOf('=');
    String kind = end < 0 ? "" : line.substring(0, end).strip();
    String regex = line.substring(end + 1).strip();
    if (kind.isEmpty() || regex.isEmpty()) {
      throw new IllegalArgumentException(place + ": " + EXPECTED + ", found '" + line + "'");
    }
    if (!kinds.contains(kind)) {
      throw new IllegalArgumentException(
          place
              + ": kind '"
              + kind
              + "' is not among those that are redacted: "
              + String.join(", ", kinds));
    }
    try {
      return PatternFinder.of(kind, regex);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          place
              + ": "
              + EXPECTED
              + ", and '"
              + regex
              + "' is no regular expression: "
              + e.getDescription(),
          e);
    }
  }
}
