package dev.ascent.wire.task;

/**
 * One key of a task file.
 *
 * @param path from the top, {@code []} after each list on the way
 * @param shape what it takes
 * @param fallback what holds where it is missing, in words
 * @param meaning in a sentence
 */
public record TaskKey(String path, ValueShape shape, String fallback, String meaning) {
  /** Stands for any name in an object whose keys are people's own. */
  static final String ANY_NAME = "*";

  private static final String PROFILE = "lms." + ANY_NAME;

  /** Whether it is the key of that name. */
  boolean isNamed(String other) {
    return name().equals(other) || name().equals(ANY_NAME);
  }

  /** The path under which the keys of its own value are known. */
  String inside() {
    return path.equals(PROFILE) ? "lm" : path;
  }

  /** The path of the object that holds it; empty for the top. */
  public String parent() {
    int dot = path.lastIndexOf('.');
    return dot < 0 ? "" : path.substring(0, dot);
  }

  /** Its own name. */
  public String name() {
    return path.substring(path.lastIndexOf('.') + 1).replace("[]", "");
  }

  /** Its row of the table in {@code docs/task.md}. */
  public String row() {
    return "| `%s` | %s | %s | %s |".formatted(path, shape.description(), fallback, meaning);
  }
}
