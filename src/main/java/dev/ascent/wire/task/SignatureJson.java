package dev.ascent.wire.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.core.program.Field;
import dev.ascent.core.task.ModuleDefinition;
import dev.ascent.wire.Decoded;
import dev.ascent.wire.Json;
import java.util.List;

/** Writes modules and fields with the keys of a task file. */
final class SignatureJson {
  private SignatureJson() {}

  static ObjectNode write(ModuleDefinition module) {
    ObjectNode node = Json.object();
    node.put("name", module.name());
    node.put("type", module.type().label());
    if (!module.lm().isEmpty()) {
      node.put("lm", module.lm());
    }
    ObjectNode signature = node.putObject("signature");
    signature.put("instructions", module.signature().instructions());
    signature.set("inputs", fields(module.signature().inputs()));
    signature.set("outputs", fields(module.signature().outputs()));
    return node;
  }

  private static ArrayNode fields(List<Field> fields) {
    ArrayNode list = Json.shared().createArrayNode();
    fields.forEach(field -> list.add(field(field)));
    return list;
  }

  private static ObjectNode field(Field field) {
    ObjectNode node = Json.object();
    node.put("name", field.name());
    node.put("type", field.type().label());
    node.put("description", field.description());
    if (!field.choices().isEmpty()) {
      ArrayNode choices = node.putArray("choices");
      field.choices().forEach(choices::add);
    }
    if (!field.schema().isEmpty()) {
      node.set("schema", schema(field.schema()));
    }
    return node;
  }

  private static JsonNode schema(String text) {
    return Json.parse(text) instanceof Decoded.Value<JsonNode> json
        ? json.value()
        : Json.shared().getNodeFactory().textNode(text);
  }
}
