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
