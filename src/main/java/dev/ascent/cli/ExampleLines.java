package dev.ascent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.core.program.Field;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.wire.Decoded;
import dev.ascent.wire.Found;
import dev.ascent.wire.Json;
import dev.ascent.wire.example.ExampleReader;
import dev.ascent.wire.example.ParsedExample;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Turns lines of JSON into records of the examples topic.
 *
 * <p>A record in the canonical form stays what it is, but for a missing task or id. Of a flat row
 * whose task is known the fields go into the canonical form, as its own members may be called what
 * an envelope's are. A row without an id is called by its content, wherever it comes from: only the
 * same row has the same id.
 */
final class ExampleLines {
  private final String task;
  private final Optional<TaskDefinition> definition;

  /** How many rows had a member that no field of the task is, by its name. */
  private final Map<String, Integer> leftOut = new TreeMap<>();

  /**
   * Prepares to read lines.
   *
   * @param definition that lines are checked against; empty to send whatever is an object
   */
  ExampleLines(String task, Optional<TaskDefinition> definition) {
    this.task = task;
    this.definition = definition;
  }

  /** What a line turned out to be. */
  sealed interface Line {

    /** A record to send. */
    record Sendable(ObjectNode json) implements Line {}

    /** A line that cannot be used. */
    record Broken(String reason) implements Line {}
  }

  /** Reads a line. */
  Line read(String text) {
    if (definition.isPresent()) {
      ParsedExample parsed = ExampleReader.of(definition.get()).read(text, "a row without an id");
      if (parsed instanceof ParsedExample.Rejected rejected) {
        return new Line.Broken(rejected.message());
      }
    }
    Decoded<JsonNode> tree = Json.parse(text);
    if (tree instanceof Decoded.Malformed<JsonNode> malformed) {
      return new Line.Broken(malformed.reason());
    }
    return tree.orThrow() instanceof ObjectNode row
        ? new Line.Sendable(record(row, ContentId.of(row)))
        : new Line.Broken("expected an object, found " + Found.of(tree.orThrow()));
  }

  private ObjectNode record(ObjectNode row, String contentId) {
    if (definition.isEmpty() || isCanonical(row)) {
      return completed(row, contentId);
    }
    List<Field> inputs = definition.get().inputs();
    List<Field> outputs = definition.get().outputs();
    ObjectNode record = Json.object().put("task", task);
    boolean ownId = row.hasNonNull("id") && !isField("id", inputs) && !isField("id", outputs);
    record.put("id", ownId ? row.get("id").asText() : contentId);
    record.set("inputs", members(row, inputs));
    record.set("expected", members(row, outputs));
    row.fieldNames()
        .forEachRemaining(
            name -> {
              if (!isField(name, inputs) && !isField(name, outputs) && !name.equals("id")) {
                leftOut.merge(name, 1, Integer::sum);
              }
            });
    return record;
  }

  /** Members of rows that went nowhere, with how many rows had them. */
  Map<String, Integer> leftOut() {
    return Collections.unmodifiableMap(leftOut);
  }

  private boolean isCanonical(ObjectNode row) {
    return row.path("inputs").isObject()
        && !isField("inputs", definition.orElseThrow().inputs())
        && !isField("inputs", definition.orElseThrow().outputs());
  }

  private ObjectNode completed(ObjectNode row, String contentId) {
    ObjectNode record = row.deepCopy();
    if (!record.hasNonNull("id")) {
      record.put("id", contentId);
    }
    if (!record.hasNonNull("task")) {
      record.put("task", task);
    }
    return record;
  }

  private static boolean isField(String name, List<Field> fields) {
    return fields.stream().anyMatch(field -> field.name().equals(name));
  }

  private static ObjectNode members(ObjectNode row, List<Field> fields) {
    ObjectNode members = Json.object();
    for (Field field : fields) {
      if (row.hasNonNull(field.name())) {
        members.set(field.name(), row.get(field.name()));
      }
    }
    return members;
  }
}
