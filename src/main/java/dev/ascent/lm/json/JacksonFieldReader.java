package dev.ascent.lm.json;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.core.metric.JsonFieldReader;
import dev.ascent.core.program.CanonicalValue;
import java.util.Optional;
import java.util.TreeSet;

/** Reads documents with Jackson. A null counts as no value. */
public final class JacksonFieldReader implements JsonFieldReader {

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the pointer is malformed
   */
  @Override
  public Optional<String> read(String document, String pointer) {
    JsonPointer path = JsonPointer.compile(pointer);
    return Json.parse(document)
        .map(root -> root.at(path))
        .filter(value -> !value.isMissingNode() && !value.isNull())
        .map(value -> value.isTextual() ? value.textValue() : ordered(value).toString());
  }

  /** The same value with keys in order and numbers in their shortest form. */
  private static JsonNode ordered(JsonNode value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (value.isNumber()) {
      return nodes.numberNode(CanonicalValue.shortest(value.decimalValue()));
    }
    if (value.isArray()) {
      ArrayNode array = nodes.arrayNode(value.size());
      value.forEach(element -> array.add(ordered(element)));
      return array;
    }
    if (value.isObject()) {
      ObjectNode object = nodes.objectNode();
      TreeSet<String> names = new TreeSet<>();
      value.fieldNames().forEachRemaining(names::add);
      names.forEach(name -> object.set(name, ordered(value.get(name))));
      return object;
    }
    return value;
  }
}
