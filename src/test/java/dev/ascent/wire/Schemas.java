package dev.ascent.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The published schemas of the topics' records. */
public final class Schemas {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private Schemas() {}

  /** What a reader's schema finds wrong with a record; nothing where it is right. */
  public static List<String> complaints(String name, JsonNode record) {
    return complaints(read(name), record);
  }

  /** The same for a writer, which may use no members but those that the schema lists. */
  public static List<String> writerComplaints(String name, JsonNode record) {
    JsonNode schema = read(name);
    close(schema);
    return complaints(schema, record);
  }

  /** What a schema finds wrong with a record; nothing where it is right. */
  public static List<String> complaints(JsonNode schema, JsonNode record) {
    return REGISTRY.getSchema(schema).validate(record).stream().map(Error::toString).toList();
  }

  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("type").asText().equals("object")
        && object.has("properties")) {
      object.put("additionalProperties", false);
    }
    node.forEach(Schemas::close);
  }

  private static JsonNode read(String name) {
    try (InputStream in = Schemas.class.getResourceAsStream("/schemas/" + name + ".json")) {
      return Json.shared().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
