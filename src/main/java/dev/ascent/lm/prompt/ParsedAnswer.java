package dev.ascent.lm.prompt;

import java.util.Map;

/** What an answer's text turned out to say. */
public sealed interface ParsedAnswer {

  /**
   * All outputs were found and are of their types.
   *
   * @param outputs by field name, as text in the field type's canonical form
   */
  record Complete(Map<String, String> outputs) implements ParsedAnswer {}

  /**
   * The answer does not follow the format.
   *
   * @param reason names the field and what was expected
   */
  record Unparsable(String reason) implements ParsedAnswer {}
}
