package dev.ascent.job;

/** An option that cannot be used: the message says where it stands and what was expected. */
public final class OptionFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OptionFailure(String message) {
    super(message);
  }
}
