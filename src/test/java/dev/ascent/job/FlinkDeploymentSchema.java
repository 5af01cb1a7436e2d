package dev.ascent.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.wire.Json;
import dev.ascent.wire.Schemas;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What Kubernetes accepts as a FlinkDeployment, as Flink's operator defines it. Fields that the
 * definition does not name are errors, as `kubectl apply` takes them for.
 */
final class FlinkDeploymentSchema {
  private static final String DEFINITION =
      "META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml";

  private final JsonNode schema;

  FlinkDeploymentSchema() throws IOException {
    try (InputStream definition =
        FlinkDeploymentSchema.class.getClassLoader().getResourceAsStream(DEFINITION)) {
      JsonNode resource =
          Json.tree(new Yaml(new SafeConstructor(new LoaderOptions())).load(definition));
      ObjectNode root = (ObjectNode) resource.at("/spec/versions/0/schema/openAPIV3Schema");
      // The operator whose definition this is came before Flink 2.3.
      ((ArrayNode) root.at("/properties/spec/properties/flinkVersion/enum")).add("v2_3");
      ObjectNode properties = (ObjectNode) root.get("properties");
      properties.putObject("apiVersion").put("type", "string");
      properties.putObject("kind").put("const", resource.at("/spec/names/kind").asText());
      properties.putObject("metadata").put("type", "object");
      close(root);
      schema = root;
    }
  }

  /** Has objects allow the properties that they name, unless they say that they take others. */
  private static void close(JsonNode node) {
    node.forEach(FlinkDeploymentSchema::close);
    if (node instanceof ObjectNode object
        && object.get("properties") instanceof ObjectNode
        && !object.has("additionalProperties")
        && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
      object.put("additionalProperties", false);
    }
  }

  /** What does not fit, each with its place; none where all does. */
  List<String> errorsOf(Map<String, Object> resource) {
    return Schemas.complaints(schema, Json.tree(resource));
  }
}
