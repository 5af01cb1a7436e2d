package dev.ascent.core.decision;

/** What people can ask of a task. */
public enum CommandKind {
  /** Spend nothing until resumed. */
  PAUSE,
  RESUME,
  /** End the task. */
  RETIRE,
  /** Keep a champion, whatever is proven. */
  PIN,
  UNPIN,
  /** Make an earlier champion the present one again, and keep it. */
  ROLL_BACK,
  /** Let a proven challenger replace the champion. */
  APPROVE,
  /** Delete what was made from records, or from those of authors, and make nothing more of them. */
  FORGET,
  /** Learn from the later records of forgotten authors again. */
  READMIT
}
