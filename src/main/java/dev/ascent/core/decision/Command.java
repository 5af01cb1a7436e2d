package dev.ascent.core.decision;

/**
 * What people ask of a task.
 *
 * @param kind what is asked for
 * @param reason in words
 * @param epoch of the champion that is meant, or null for the kind's own choice
 * @param program id of the challenger that is meant, or null where none is
 */
public record Command(CommandKind kind, String reason, Long epoch, String program) {
  /** A command that is about the task as a whole. */
  public static Command of(CommandKind kind, String reason) {
    return new Command(kind, reason, null, null);
  }
}
