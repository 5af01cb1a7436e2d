package dev.ascent.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.core.text.Shortened;

/** Names in complaints what was there instead of what was expected. */
public final class Found {
  private static final int LONGEST_SHOWN = 60;

  private Found() {}

  /** A value, shortened; of a list or an object only its kind, as it may hold secrets. */
  public static String of(JsonNode value) {
    return switch (value.getNodeType()) {
      case MISSING -> "nothing";
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      default -> Shortened.to(LONGEST_SHOWN, value.toString());
    };
  }
}
