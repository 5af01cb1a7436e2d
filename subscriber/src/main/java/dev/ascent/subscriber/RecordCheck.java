package dev.ascent.subscriber;

import java.util.Optional;

/** Decides what a record may be used for, whoever wrote it. */
final class RecordCheck {
  private final PublicKeys keys;

  /**
   * @param keys whose signatures count; if it is empty, signatures are not looked at
   */
  RecordCheck(PublicKeys keys) {
    this.keys = keys;
  }

  /** What a record is good for. */
  sealed interface Verdict {

    /** It holds a program of its task; whether that is a newer one is another question. */
    record Usable(Program program) implements Verdict {}

    /** It says that the task is retired. */
    record Retired() implements Verdict {}

    /** Nothing. */
    record Refused(String reason) implements Verdict {}
  }

  /** Checks signature, content and key. */
  Verdict check(PublishedRecord record) {
    if (record.task() == null) {
      return new Verdict.Refused("it has no key");
    }
    Optional<String> problem = keys.isEmpty() ? Optional.empty() : keys.problem(record);
    if (problem.isPresent()) {
      return new Verdict.Refused(problem.get());
    }
    return record.value() == null ? new Verdict.Retired() : read(record);
  }

  private static Verdict read(PublishedRecord record) {
    try {
      Program program = ProgramReader.read(record.value());
      return program.task().equals(record.task())
          ? new Verdict.Usable(program)
          : new Verdict.Refused("it holds a program of the task " + program.task());
    } catch (ProgramReader.Malformed e) {
      return new Verdict.Refused(e.getMessage());
    }
  }
}
