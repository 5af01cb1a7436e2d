package dev.ascent.wire.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One object of a task file under way to being read.
 *
 * <p>Reading a key checks its value against {@link TaskKeys}; a wrong one is reported and counts as
 * missing, so that the reading goes on and finds what else is wrong.
 */
final class Section {
  private final ObjectNode node;
  private final String path;
  private final String pattern;
  private final Problems problems;

  private Section(ObjectNode node, String path, String pattern, Problems problems) {
    this.node = node;
    this.path = path;
    this.pattern = pattern;
    this.problems = problems;
  }

  static Section top(ObjectNode root, Problems problems) {
    return new Section(root, "", "", problems);
  }

  /** The full path of one of its keys. */
  String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  boolean has(String name) {
    return !node.path(name).isMissingNode() && !node.path(name).isNull();
  }

  /** Whether a key is there to say that it has no value. */
  boolean isNull(String name) {
    return node.path(name).isNull();
  }

  /** The names of its keys, where they are people's own. */
  List<String> names() {
    return node.propertyStream().map(Map.Entry::getKey).toList();
  }

  /** The object under that key; without keys where it is missing. */
  Section section(String name) {
    ObjectNode child = value(name).map(ObjectNode.class::cast).orElseGet(Json::object);
    return new Section(child, path(name), TaskKeys.at(pattern, name).inside(), problems);
  }

  /** The object under a key that must be there; empty where it is not, which is reported. */
  Optional<Section> requiredSection(String name) {
    return required(name).map(value -> section(name));
  }

  /** The objects of a list that must be there. */
  List<Section> requiredSections(String name) {
    List<Section> sections = new ArrayList<>();
    String inner = TaskKeys.at(pattern, name).path();
    for (JsonNode item : required(name).orElseGet(Json.shared()::createArrayNode)) {
      String place = path(name) + "[" + sections.size() + "]";
      sections.add(new Section((ObjectNode) item, place, inner, problems));
    }
    return sections;
  }

  /** A value that must be there; {@code fallback} where it is not, which is reported. */
  <T> T required(String name, T fallback, Function<JsonNode, T> as) {
    return required(name).map(as).orElse(fallback);
  }

  /** A value, or {@code fallback} where there is none. */
  <T> T optional(String name, T fallback, Function<JsonNode, T> as) {
    return value(name).map(as).orElse(fallback);
  }

  String text(String name, String fallback) {
    return optional(name, fallback, JsonNode::textValue);
  }

  int integer(String name, int fallback) {
    return optional(name, fallback, JsonNode::intValue);
  }

  double number(String name, double fallback) {
    return optional(name, fallback, JsonNode::doubleValue);
  }

  /** Whether a key that may hold a value or an object holds an object. */
  boolean holdsObject(String name) {
    return node.path(name).isObject();
  }

  /** Reports a value that is of its shape and yet cannot stand. */
  void wrong(String name, String expected) {
    problems.add(path(name), found(name), expected);
  }

  /** The names of a module's outputs as far as they can be made out; reports nothing. */
  List<String> outputNames() {
    return node.path("signature")
        .path("outputs")
        .valueStream()
        .map(output -> output.path("name").asText())
        .toList();
  }

  private Optional<JsonNode> required(String name) {
    if (!has(name)) {
      problems.missing(path(name), TaskKeys.at(pattern, name).shape().description());
    }
    return value(name);
  }

  private Optional<JsonNode> value(String name) {
    TaskKey key = TaskKeys.at(pattern, name);
    if (!has(name)) {
      return Optional.empty();
    }
    JsonNode value = node.get(name);
    if (key.shape().accepts(value)) {
      return Optional.of(value);
    }
    problems.add(
        path(name),
        found(name),
        key.shape().description() + Nearest.hint(value.asText(), key.shape().choices()));
    return Optional.empty();
  }

  private String found(String name) {
    if (!has(name)) {
      return "nothing";
    }
    JsonNode value = node.get(name);
    return TaskKeys.at(pattern, name).shape().secretive() && value.isValueNode()
        ? "something else"
        : Problems.show(value);
  }
}
