package dev.ascent.subscriber;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/**
 * Turns the values that a service gives for inputs into the texts that prompts show.
 *
 * <p>A value may come as another kind that says the same: a number or a boolean for a string or an
 * enum, and for every other type a string that holds the literal.
 */
final class InputValues {
  private InputValues() {}

  /**
   * A value as text.
   *
   * @throws IllegalArgumentException if it is not of the field's type; it names the field
   */
  static String text(Field field, Object value) {
    JsonNode json = json(field, value);
    Optional<String> text =
        switch (field.type()) {
          case STRING -> scalar(json);
          case ENUM -> scalar(json).flatMap(label -> CanonicalValue.choice(field.choices(), label));
          case INTEGER -> number(json).flatMap(CanonicalValue::integer);
          case NUMBER -> number(json).map(CanonicalValue::number);
          case BOOLEAN ->
              literal(json)
                  .filter(JsonNode::isBoolean)
                  .map(bool -> CanonicalValue.bool(bool.booleanValue()));
          case LIST -> literal(json).filter(JsonNode::isArray).map(JsonNode::toString);
          case OBJECT -> literal(json).filter(JsonNode::isObject).map(JsonNode::toString);
        };
    return text.orElseThrow(() -> new IllegalArgumentException(expected(field)));
  }

  private static String expected(Field field) {
    return "input '" + field.name() + "': expected " + field.values() + ", found another value";
  }

  private static JsonNode json(Field field, Object value) {
    try {
      return Json.MAPPER.valueToTree(value);
    } catch (IllegalArgumentException noJson) {
      throw new IllegalArgumentException(expected(field), noJson);
    }
  }

  private static Optional<String> scalar(JsonNode value) {
    return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
  }

  private static Optional<BigDecimal> number(JsonNode value) {
    return literal(value)
        .filter(number -> number instanceof NumericNode numeric && !numeric.isNaN())
        .map(JsonNode::decimalValue);
  }

  /** The value, or what its text spells. */
  private static Optional<JsonNode> literal(JsonNode value) {
    if (!value.isTextual()) {
      return Optional.of(value);
    }
    String text = value.textValue().strip();
    boolean bool = text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
    return Json.strict(bool ? text.toLowerCase(Locale.ROOT) : text);
  }
}
