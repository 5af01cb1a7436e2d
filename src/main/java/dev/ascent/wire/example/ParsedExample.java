package dev.ascent.wire.example;

import dev.ascent.core.rollout.Example;

/** What a logged record turned out to be. */
public sealed interface ParsedExample {

  /** An example that the task's program can run on. */
  record Accepted(Example example) implements ParsedExample {}

  /**
   * A record that cannot be used.
   *
   * @param reason what was expected and what was found
   * @param field the member that is missing or wrong; empty where it is the whole record
   */
  record Rejected(String reason, String field) implements ParsedExample {

    /** Reason and field in one line. */
    public String message() {
      return field.isEmpty() ? reason : field + ": " + reason;
    }
  }
}
