package dev.ascent.cli;

import dev.ascent.redaction.Pseudonyms;
import dev.ascent.redaction.RedactionSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Names authors of records. */
final class AuthorsOption {
  @Option(
      names = "--author",
      paramLabel = "NAME",
      description = {
        "Who is behind records: the name as services log it, or the pseudonym that the job made",
        "of it; may be given several times."
      })
  List<String> names = new ArrayList<>();

  @Option(
      names = "--pseudonym-key",
      paramLabel = "KEY",
      description = {
        "The job's, as env:VARIABLE or file:PATH: names are then written as pseudonyms. Without",
        "it the commands topic holds the names until they expire."
      })
  private String key;

  /**
   * The names as the command states them.
   *
   * @throws CommandFailure if there is no key where the option says
   */
  List<String> asWritten() throws IOException {
    if (key == null) {
      return names;
    }
    Pseudonyms pseudonyms = pseudonyms();
    return names.stream().map(pseudonyms::of).toList();
  }

  private Pseudonyms pseudonyms() throws IOException {
    RedactionSettings none = RedactionSettings.NONE;
    try {
      return new RedactionSettings(
              none.kinds(), none.namesFile(), none.phoneRegions(), none.patternsFile(), key)
          .pseudonyms();
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("--pseudonym-key: " + e.getMessage());
    }
  }
}
