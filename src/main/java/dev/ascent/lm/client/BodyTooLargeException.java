package dev.ascent.lm.client;

import java.io.IOException;

/** A response's body has more bytes than are read. */
final class BodyTooLargeException extends IOException {
  BodyTooLargeException(int maxBytes) {
    super("the body has more than " + maxBytes + " bytes");
  }
}
