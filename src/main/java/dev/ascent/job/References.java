package dev.ascent.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.text.StringSubstitutor;

/**
 * Puts in what an option's text refers to, so that secrets need not stand in it: {@code
 * ${env:NAME}} for a variable of the environment, {@code ${file:/path}} for a file's content
 * without the line ends behind it.
 */
final class References {
  private static final String ENVIRONMENT = "env:";
  private static final String FILE = "file:";

  private final Map<String, String> environment;

  References(Map<String, String> environment) {
    this.environment = environment;
  }

  static boolean isIn(String text) {
    return text.contains("${");
  }

  /**
   * The text with all references replaced; what they refer to is taken as it is.
   *
   * @throws OptionFailure if there is nothing where one of them points
   */
  String resolve(String origin, String text) {
    return new StringSubstitutor(name -> value(origin, name))
        .setDisableSubstitutionInValues(true)
        .setValueDelimiter(null)
        .replace(text);
  }

  private String value(String origin, String name) {
    if (name.startsWith(ENVIRONMENT)) {
      String value = environment.get(name.substring(ENVIRONMENT.length()));
      if (value == null) {
        throw new OptionFailure(origin + ": ${" + name + "}: there is no such variable");
      }
      return value;
    }
    if (name.startsWith(FILE)) {
      return content(origin, name);
    }
    throw new OptionFailure(
        origin + ": ${" + name + "}: expected ${env:NAME} or ${file:/path}; $${ stands for ${");
  }

  private static String content(String origin, String name) {
    try {
      return Files.readString(Path.of(name.substring(FILE.length())), StandardCharsets.UTF_8)
          .replaceAll("[\\r\\n]+\\z", "");
    } catch (IOException | InvalidPathException e) {
      throw new OptionFailure(
          origin + ": ${" + name + "}: cannot be read: " + e.getClass().getSimpleName());
    }
  }
}
