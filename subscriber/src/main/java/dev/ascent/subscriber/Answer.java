package dev.ascent.subscriber;

import java.util.Map;

/** What a model's answer turned out to say. */
public sealed interface Answer {

  /**
   * All outputs were found and are of their types.
   *
   * @param outputs by field name: a string or an enum as it is, any other type as its JSON literal
   */
  record Complete(Map<String, String> outputs) implements Answer {}

  /**
   * The answer does not follow the format.
   *
   * @param reason names the field and what was expected
   */
  record Unreadable(String reason) implements Answer {}
}
