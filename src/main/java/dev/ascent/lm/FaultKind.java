package dev.ascent.lm;

/** Why a model gave no answer. */
public enum FaultKind {
  /** The server could not be reached. */
  UNREACHABLE,
  /** The server answered with an error that may pass: 408, 409, 5xx, a body cut short. */
  TRANSIENT,
  /** The server wants fewer requests: 429. */
  THROTTLED,
  /** No answer came in time. */
  TIMED_OUT,
  /** It was not worth waiting for any longer, as it was one of many alike. */
  GIVEN_UP,
  /** The key is missing or was refused: 401, 403. */
  CREDENTIALS,
  /** The operator does not allow the host. */
  NOT_ALLOWED,
  /** The server knows no such model or path: 404. */
  UNKNOWN_MODEL,
  /** The prompt is longer than the budget allows; nothing was asked. */
  TOO_LONG,
  /** The server will not take this request, whoever sends it again: 400, 422 and the like. */
  REJECTED;

  /** Whether every further call of the task would end the same way. */
  public boolean isSystemic() {
    return this == CREDENTIALS || this == NOT_ALLOWED || this == UNKNOWN_MODEL;
  }

  /** Whether the same request may succeed when it is sent again. */
  public boolean isRetryable() {
    return switch (this) {
      case UNREACHABLE, TRANSIENT, THROTTLED, TIMED_OUT -> true;
      case GIVEN_UP, CREDENTIALS, NOT_ALLOWED, UNKNOWN_MODEL, TOO_LONG, REJECTED -> false;
    };
  }
}
