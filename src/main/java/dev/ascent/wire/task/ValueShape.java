package dev.ascent.wire.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What values a key takes.
 *
 * @param description in words, for the documentation and for errors
 * @param accepted whether a value is one of them
 * @param choices the values in full, where they are few; empty otherwise
 * @param secretive whether a wrong value may be a secret and must not be shown
 */
record ValueShape(
    String description, Predicate<JsonNode> accepted, List<String> choices, boolean secretive) {

  /** Fields of a request's body that are the client's own to write. */
  private static final List<String> OWN_FIELDS = List.of("model", "messages", "n", "stream");

  private static final Set<String> OWN_HEADERS =
      Set.of("authorization", "cookie", "host", "content-length", "content-type", "connection");

  static final ValueShape TEXT = of("text", JsonNode::isTextual);
  static final ValueShape BOOLEAN = of("`true` or `false`", JsonNode::isBoolean);
  static final ValueShape OBJECT = of("object", JsonNode::isObject);
  static final ValueShape OBJECTS = of("list of objects", ValueShape::isListOfObjects);

  static final ValueShape SCALARS =
      of("list of at least one text, each once", ValueShape::isListOfScalars);

  static final ValueShape SCHEMA =
      of("JSON Schema as an object, or as text", node -> node.isObject() || node.isTextual());

  static final ValueShape HEADERS =
      new ValueShape(
          "object of texts by header name, without those that hold secrets or describe the body",
          node -> node.isObject() && node.properties().stream().allMatch(ValueShape::isHeader),
          List.of(),
          true);

  static final ValueShape BODY =
      of(
          "object without `" + String.join("`, `", OWN_FIELDS) + "`",
          node -> node.isObject() && OWN_FIELDS.stream().noneMatch(node::has));

  static final ValueShape URL =
      new ValueShape(
          "`http` or `https` URL without credentials or query",
          node -> node.isTextual() && isPlainUrl(node.textValue()),
          List.of(),
          true);

  static ValueShape of(String description, Predicate<JsonNode> accepted) {
    return new ValueShape(description, accepted, List.of(), false);
  }

  static ValueShape matching(String regex, String description) {
    Predicate<String> matches = Pattern.compile(regex).asMatchPredicate();
    return of(description, node -> node.isTextual() && matches.test(node.textValue()));
  }

  static ValueShape oneOf(List<String> choices) {
    return new ValueShape(
        "one of `" + String.join("`, `", choices) + "`",
        node -> node.isTextual() && choices.contains(node.textValue()),
        choices,
        false);
  }

  /** A 32-bit integer of at least {@code least}. */
  static ValueShape integer(int least) {
    return of(
        "integer of at least " + least,
        node -> node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= least);
  }

  /** A 64-bit integer of at least {@code least}. */
  static ValueShape count(long least) {
    return of(
        "integer of at least " + least,
        node -> node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= least);
  }

  static ValueShape anyLong() {
    return of("integer", node -> node.isIntegralNumber() && node.canConvertToLong());
  }

  /** A number above {@code low}, or equal to it. */
  static ValueShape atLeast(double low) {
    return number("number of at least " + plain(low), value -> value >= low);
  }

  static ValueShape above(double low) {
    return number("number above " + plain(low), value -> value > low);
  }

  static ValueShape between(double low, double high) {
    return number(
        "number from " + plain(low) + " to " + plain(high), value -> value >= low && value <= high);
  }

  static ValueShape strictlyBetween(double low, double high) {
    return number(
        "number above " + plain(low) + " and below " + plain(high),
        value -> value > low && value < high);
  }

  static ValueShape halfOpen(double low, double below) {
    return number(
        "number of at least " + plain(low) + " and below " + plain(below),
        value -> value >= low && value < below);
  }

  /** Either of two shapes. */
  ValueShape or(ValueShape other) {
    return of(description + ", or " + other.description, accepted.or(other.accepted));
  }

  /** The same values, never shown where they are wrong. */
  ValueShape secret() {
    return new ValueShape(description, accepted, choices, true);
  }

  boolean accepts(JsonNode value) {
    return accepted.test(value);
  }

  private static ValueShape number(String description, Predicate<Double> inRange) {
    return of(
        description,
        node ->
            node.isNumber()
                && Double.isFinite(node.doubleValue())
                && inRange.test(node.doubleValue()));
  }

  private static String plain(double bound) {
    return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
  }

  private static boolean isListOfObjects(JsonNode node) {
    return node.isArray() && !node.isEmpty() && all(node, JsonNode::isObject);
  }

  private static boolean isListOfScalars(JsonNode node) {
    return node.isArray()
        && !node.isEmpty()
        && all(node, item -> item.isValueNode() && !item.isNull() && !item.asText().isBlank())
        && node.valueStream().map(JsonNode::asText).distinct().count() == node.size();
  }

  private static boolean all(JsonNode list, Predicate<JsonNode> test) {
    return list.valueStream().allMatch(test);
  }

  private static boolean isHeader(Map.Entry<String, JsonNode> header) {
    return header.getKey().matches("[A-Za-z0-9-]+")
        && !OWN_HEADERS.contains(header.getKey().toLowerCase(Locale.ROOT))
        && header.getValue().isTextual()
        && header.getValue().textValue().chars().allMatch(c -> c >= ' ' && c < 127);
  }

  private static boolean isPlainUrl(String text) {
    try {
      URI uri = new URI(text);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
