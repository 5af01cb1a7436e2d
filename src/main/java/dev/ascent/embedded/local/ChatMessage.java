package dev.ascent.embedded.local;

import java.util.Locale;

/** One message of a chat. */
record ChatMessage(Role role, String content) {

  enum Role {
    SYSTEM,
    USER,
    ASSISTANT;

    String templateName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
