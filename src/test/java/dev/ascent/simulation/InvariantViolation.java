package dev.ascent.simulation;

/** What a schedule has shown not to hold. */
final class InvariantViolation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvariantViolation(String what) {
    super(what);
  }
}
