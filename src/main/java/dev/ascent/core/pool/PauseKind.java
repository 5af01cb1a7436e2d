package dev.ascent.core.pool;

/** What paused a task, which decides what lets it go on. */
public enum PauseKind {
  /** People asked for it; only people end it. */
  COMMAND,
  /** A cap leaves too little for the next step. */
  CAP,
  /** The model refuses every call: wrong credentials, an unknown model, a host not allowed. */
  FAULT,
  /** The model did not answer; it is tried again. */
  OUTAGE,
  /** Entries of the journal are missing; shown, and never journalled. */
  GAP;

  /** Whether another definition of the task may have mended what paused it. */
  public boolean endsWithAnotherDefinition() {
    return this == CAP || this == FAULT || this == OUTAGE;
  }
}
