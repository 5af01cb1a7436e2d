package dev.ascent.wire.task;

/**
 * One thing that is wrong with a task.
 *
 * @param source the file, or what else the task was read from, with a line where it is known
 * @param path of the key, such as {@code program.modules[0].name}; empty for the whole
 * @param found what is there, shortened; never a possible secret
 * @param expected what has to be there
 */
public record TaskProblem(String source, String path, String found, String expected) {

  /** One line for people. */
  public String message() {
    return source
        + ": "
        + (path.isEmpty() ? "" : path + ": ")
        + "found "
        + found
        + ", expected "
        + expected;
  }
}
