package dev.ascent.subscriber;

import java.util.List;
import java.util.Locale;

/**
 * One named input or output of a predictor.
 *
 * @param name as prompts and examples spell it
 * @param type what values it takes
 * @param description what it means; may be empty
 * @param choices the allowed values of an {@link Type#ENUM}; empty for every other type
 * @param schema the JSON Schema of a list or an object, as JSON text; may be empty
 */
public record Field(
    String name, Type type, String description, List<String> choices, String schema) {

  /** What values a field takes. */
  public enum Type {
    STRING,
    INTEGER,
    NUMBER,
    BOOLEAN,
    /** One of the field's choices. */
    ENUM,
    LIST,
    OBJECT;

    /** The name that records use. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What its values are, in a phrase. */
  String values() {
    return switch (type) {
      case STRING -> "text";
      case ENUM -> "one of: " + String.join(" | ", choices);
      case INTEGER -> "integer";
      case NUMBER -> "number";
      case BOOLEAN -> "true or false";
      case LIST -> "JSON list" + schemaPhrase();
      case OBJECT -> "JSON object" + schemaPhrase();
    };
  }

  private String schemaPhrase() {
    return schema.isEmpty() ? "" : " of schema " + schema;
  }
}
