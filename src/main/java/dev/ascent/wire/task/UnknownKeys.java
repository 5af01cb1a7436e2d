package dev.ascent.wire.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the keys of a task file that nothing reads, and says which were probably meant. */
final class UnknownKeys {
  private final Problems problems;

  UnknownKeys(Problems problems) {
    this.problems = problems;
  }

  void report(JsonNode root) {
    inspect(root, "", "");
  }

  private void inspect(JsonNode object, String path, String pattern) {
    List<TaskKey> known = TaskKeys.under(pattern);
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String inner = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
      Optional<TaskKey> key =
          known.stream().filter(candidate -> candidate.isNamed(entry.getKey())).findFirst();
      if (key.isEmpty()) {
        problems.add(inner, "an unknown key", "a known one, such as `" + meant(entry, known) + "`");
      } else {
        descend(entry.getValue(), inner, key.get().inside());
      }
    }
  }

  private void descend(JsonNode value, String path, String pattern) {
    if (TaskKeys.under(pattern).isEmpty()) {
      return;
    }
    if (value.isObject()) {
      inspect(value, path, pattern);
    }
    for (int i = 0; i < value.size() && value.isArray(); i++) {
      inspect(value.get(i), path + "[" + i + "]", pattern);
    }
  }

  /** A sibling, unless the very name is known elsewhere. */
  private static String meant(Map.Entry<String, JsonNode> entry, List<TaskKey> siblings) {
    String name = entry.getKey();
    List<String> names = siblings.stream().map(TaskKey::name).toList();
    if (names.stream().noneMatch(sibling -> Nearest.same(name, sibling))) {
      Optional<TaskKey> elsewhere =
          TaskKeys.list().stream().filter(key -> Nearest.same(name, key.name())).findFirst();
      if (elsewhere.isPresent()) {
        return elsewhere.get().path();
      }
    }
    return Nearest.of(name, names).orElseThrow();
  }
}
