package dev.ascent.core.program;

import java.util.List;

/**
 * One named input or output of a module.
 *
 * @param name as the prompt's markers and the examples' keys spell it: letters, digits, underscores
 * @param type what values it takes
 * @param description what it means, in a phrase for the model; may be empty
 * @param choices the allowed values of an {@link FieldType#ENUM}; empty for every other type
 * @param schema the JSON Schema of a list or an object, as JSON text; may be empty
 */
public record Field(
    String name, FieldType type, String description, List<String> choices, String schema) {

  /** A field of free text. */
  public static Field text(String name, String description) {
    return new Field(name, FieldType.STRING, description, List.of(), "");
  }

  /** A field that takes one of the given values. */
  public static Field choice(String name, String description, List<String> choices) {
    return new Field(name, FieldType.ENUM, description, choices, "");
  }
}
