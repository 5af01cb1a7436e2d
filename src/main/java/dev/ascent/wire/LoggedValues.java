package dev.ascent.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.ascent.core.program.CanonicalValue;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.FieldType;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/**
 * Turns the JSON values of fields in logged records into the text that programs work with, and
 * back.
 *
 * <p>Logs are lenient about types, so a value may also come as another kind that says the same: a
 * number or a boolean for a string or an enum (its literal counts), and for every other type a
 * string that holds the literal. An enum's value may differ from its choice in case and white
 * space. Null is no value. {@link CanonicalValue} says which text a value becomes.
 */
public final class LoggedValues {
  private LoggedValues() {}

  /** A value as text; a complaint names the field. */
  public static Decoded<String> text(Field field, JsonNode value) {
    Optional<String> text =
        switch (field.type()) {
          case STRING -> scalar(value);
          case ENUM ->
              scalar(value).flatMap(label -> CanonicalValue.choice(field.choices(), label));
          case INTEGER -> number(value).flatMap(CanonicalValue::integer);
          case NUMBER -> number(value).map(CanonicalValue::number);
          case BOOLEAN ->
              literal(value)
                  .filter(JsonNode::isBoolean)
                  .map(bool -> CanonicalValue.bool(bool.booleanValue()));
          case LIST -> literal(value).filter(JsonNode::isArray).map(JsonNode::toString);
          case OBJECT -> literal(value).filter(JsonNode::isObject).map(JsonNode::toString);
        };
    return text.<Decoded<String>>map(Decoded.Value::new)
        .orElseGet(
            () ->
                new Decoded.Malformed<>(
                    field.name(), "expected " + expected(field) + ", found " + Found.of(value)));
  }

  /** Any value as text, whatever the field's type: what a service logged as its own answer. */
  public static String anyText(JsonNode value) {
    return value.isTextual() ? value.textValue() : value.toString();
  }

  /** The JSON value of a text; the text itself where it is no literal of the field's type. */
  public static JsonNode json(FieldType type, String text) {
    if (!type.isText() && Json.parse(text) instanceof Decoded.Value<JsonNode> literal) {
      return literal.value();
    }
    return TextNode.valueOf(text);
  }

  private static Optional<String> scalar(JsonNode value) {
    return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
  }

  private static Optional<BigDecimal> number(JsonNode value) {
    return literal(value).filter(JsonNode::isNumber).map(JsonNode::decimalValue);
  }

  /** The value, or what its text spells. */
  private static Optional<JsonNode> literal(JsonNode value) {
    if (!value.isTextual()) {
      return Optional.of(value);
    }
    String text = value.textValue().strip();
    boolean bool = text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
    return Json.parse(bool ? text.toLowerCase(Locale.ROOT) : text)
            instanceof Decoded.Value<JsonNode> literal
        ? Optional.of(literal.value())
        : Optional.empty();
  }

  private static String expected(Field field) {
    return switch (field.type()) {
      case ENUM -> "one of " + String.join(", ", field.choices());
      case LIST -> "a list";
      case OBJECT -> "an object";
      case INTEGER -> "an integer";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case STRING -> "text";
    };
  }
}
