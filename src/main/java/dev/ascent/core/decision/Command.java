package dev.ascent.core.decision;

import java.util.List;

/**
 * What people ask of a task.
 *
 * @param kind what is asked for
 * @param reason in words
 * @param epoch of the champion that is meant, or null for the kind's own choice
 * @param program id of the challenger that is meant, or null where none is
 * @param records digests of the ids of records that are meant
 * @param authors digests of the authors that are meant
 */
public record Command(
    CommandKind kind,
    String reason,
    Long epoch,
    String program,
    List<String> records,
    List<String> authors) {

  /** State of earlier versions knows of neither. */
  public Command {
    records = records == null ? List.of() : records;
    authors = authors == null ? List.of() : authors;
  }

  /** A command that is about programs. */
  public Command(CommandKind kind, String reason, Long epoch, String program) {
    this(kind, reason, epoch, program, List.of(), List.of());
  }

  /** A command that is about the task as a whole. */
  public static Command of(CommandKind kind, String reason) {
    return new Command(kind, reason, null, null);
  }
}
