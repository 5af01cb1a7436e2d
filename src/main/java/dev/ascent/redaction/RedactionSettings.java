package dev.ascent.redaction;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.ServiceLoader;

/**
 * What is redacted, as the operator of a job says.
 *
 * @param kinds what is looked for: of {@link Kind}, of the patterns, or of finders on the class
 *     path
 * @param namesFile of names, one a line, that every machine of the job can read; empty for none
 * @param phoneRegions regions, as in ISO 3166, whose phone numbers are found as they are written
 *     there
 * @param patternsFile of lines, each a kind, {@code =} and the regular expression that finds it,
 *     that every machine of the job can read; empty for none
 * @param pseudonymKey names what holds the key of pseudonyms: {@code env:NAME} or {@code
 *     file:PATH}; empty for a key that everybody knows
 */
public record RedactionSettings(
    List<String> kinds,
    String namesFile,
    List<String> phoneRegions,
    String patternsFile,
    String pseudonymKey)
    implements Serializable {

  /** All kinds, without lists, regions, or patterns of one's own. */
  public static final RedactionSettings DEFAULT =
      new RedactionSettings(Kind.ALL, "", List.of(), "", "");

  /** Nothing is redacted; authors are still pseudonyms. */
  public static final RedactionSettings NONE =
      new RedactionSettings(List.of(), "", List.of(), "", "");

  private static final String KNOWN_KEY = "ascent";
  private static final String OF_ENVIRONMENT = "env:";
  private static final String OF_FILE = "file:";

  /**
   * The redactor.
   *
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException for a kind that nothing finds, or a region or pattern that is
   *     none, or of a kind that is not looked for
   */
  public Redactor redactor() throws IOException {
    List<Finder> all = new ArrayList<>(Finders.all());
    phoneRegions.forEach(region -> all.add(new RegionalPhones(region)));
    all.add(
        new ListedNames(namesFile.isEmpty() ? List.of() : Files.readAllLines(Path.of(namesFile))));
    if (!patternsFile.isEmpty()) {
      all.addAll(PatternsFile.read(Path.of(patternsFile), kinds));
    }
    ServiceLoader.load(Finder.class, RedactionSettings.class.getClassLoader()).forEach(all::add);
    requireFound(all.stream().map(Finder::kind).toList());
    return new Redactor(all.stream().filter(finder -> kinds.contains(finder.kind())).toList());
  }

  /**
   * What redacts records.
   *
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException as of {@link #redactor} and {@link #pseudonyms}
   */
  public RecordRedaction records() throws IOException {
    return new RecordRedaction(redactor(), pseudonyms());
  }

  private void requireFound(Collection<String> found) {
    for (String kind : kinds) {
      if (!found.contains(kind)) {
        throw new IllegalArgumentException(
            "nothing finds '"
                + kind
                + "'; found are "
                + String.join(", ", found.stream().distinct().sorted().toList()));
      }
    }
  }

  /**
   * The pseudonyms of authors and of ids that hold personal data.
   *
   * @throws IOException if the key's file cannot be read
   * @throws IllegalArgumentException if there is no key where the settings say
   */
  public Pseudonyms pseudonyms() throws IOException {
    if (pseudonymKey.isEmpty()) {
      return new Pseudonyms(KNOWN_KEY);
    }
    String key = key();
    if (key.isEmpty()) {
      throw new IllegalArgumentException("the key of pseudonyms, " + pseudonymKey + ", is empty");
    }
    return new Pseudonyms(key);
  }

  private String key() throws IOException {
    if (pseudonymKey.startsWith(OF_ENVIRONMENT)) {
      String value = System.getenv(pseudonymKey.substring(OF_ENVIRONMENT.length()));
      return value == null ? "" : value.strip();
    }
    if (pseudonymKey.startsWith(OF_FILE)) {
      return Files.readString(Path.of(pseudonymKey.substring(OF_FILE.length()))).strip();
    }
    throw new IllegalArgumentException(
        "the key of pseudonyms is named env:NAME or file:PATH, not '" + pseudonymKey + "'");
  }
}
