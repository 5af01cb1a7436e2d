package dev.ascent.embedded.simulated;

import java.util.Locale;

/** What can go wrong with a request, instead of an answer or before one. */
enum Fault {
  /** Status 429 with {@code Retry-After}, at once. */
  TOO_MANY_REQUESTS("429"),
  /** The same, as more requests came than are admitted. */
  RATE_LIMITED,
  /** Status 500. */
  SERVER_ERROR("500"),
  /** Half of the body that {@code Content-Length} announces, then the connection is closed. */
  CUT_BODY,
  /** An answer, but only after a long time. */
  HANG,
  /** The connection is closed without an answer. */
  CLOSED,
  /** As {@link #CLOSED}, as the server is down. */
  DOWN;

  private final String label;

  Fault() {
    this.label = name().toLowerCase(Locale.ROOT).replace("_body", "");
  }

  Fault(String label) {
    this.label = label;
  }

  /** The name that statistics use. */
  String label() {
    return label;
  }
}
