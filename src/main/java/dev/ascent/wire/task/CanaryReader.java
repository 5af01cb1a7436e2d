package dev.ascent.wire.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.core.program.Field;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.wire.Decoded;
import dev.ascent.wire.Json;
import dev.ascent.wire.LoggedValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and writes the examples that a program has to answer before it is promoted. */
final class CanaryReader {
  private static final String KEY = "canaries";

  private CanaryReader() {}

  /**
   * The canaries of a task's promotion.
   *
   * @param task whose fields they have
   */
  static List<Example> read(Section promotion, TaskDefinition task) {
    List<Example> canaries = new ArrayList<>();
    if (promotion.has(KEY)) {
      for (Section section : promotion.requiredSections(KEY)) {
        canaries.add(read(section, task, "canary " + (canaries.size() + 1)));
      }
    }
    return List.copyOf(canaries);
  }

  private static Example read(Section section, TaskDefinition task, String id) {
    Map<String, String> inputs =
        values(
            section,
            "inputs",
            section.required("inputs", Json.object(), tree -> tree),
            task.inputs());
    for (Field field : task.inputs()) {
      if (section.has("inputs") && !inputs.containsKey(field.name())) {
        section.wrong("inputs", "a value of `" + field.name() + "`");
      }
    }
    Map<String, String> expected =
        values(
            section,
            "expected",
            section.optional("expected", Json.object(), tree -> tree),
            task.outputs());
    if (section.has("expected") && !expected.containsKey(task.metric().field())) {
      section.wrong("expected", "a value of `" + task.metric().field() + "`, which is scored");
    }
    return Example.labelled(id, inputs, expected);
  }

  private static Map<String, String> values(
      Section section, String name, JsonNode tree, List<Field> fields) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Field field : fields) {
      if (tree.hasNonNull(field.name())) {
        Decoded<String> text = LoggedValues.text(field, tree.get(field.name()));
        if (text instanceof Decoded.Malformed<String> malformed) {
          section.wrong(name, "in `" + field.name() + "`: " + malformed.reason());
        } else {
          values.put(field.name(), text.orThrow());
        }
      }
    }
    return values;
  }

  static ArrayNode write(List<Example> canaries) {
    ArrayNode list = Json.shared().createArrayNode();
    for (Example canary : canaries) {
      ObjectNode node = list.addObject();
      node.set("inputs", Json.tree(canary.inputs()));
      if (canary.hasLabel()) {
        node.set("expected", Json.tree(canary.expected()));
      }
    }
    return list;
  }
}
