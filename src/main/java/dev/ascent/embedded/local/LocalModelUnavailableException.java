package dev.ascent.embedded.local;

/**
 * The local model cannot run on this machine; the message says what is missing and how to go on.
 */
public final class LocalModelUnavailableException extends Exception {

  private static final long serialVersionUID = 1L;

  LocalModelUnavailableException(String message) {
    super(message);
  }

  LocalModelUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
