package dev.ascent.core.decision;

/** What people can ask of a task. */
public enum CommandKind {
  PAUSE,
  RESUME,
  RETIRE
}
