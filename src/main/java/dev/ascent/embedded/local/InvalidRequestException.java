package dev.ascent.embedded.local;

/** A request that the local model does not serve; the message says why. */
final class InvalidRequestException extends Exception {

  private static final long serialVersionUID = 1L;

  InvalidRequestException(String message) {
    super(message);
  }
}
