package dev.ascent.wire.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.wire.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Values that take the place of a task file's, such as those of command line flags.
 *
 * <p>They are put into the file's tree before it is read: the checks are the same, and an algorithm
 * that is given here brings its own defaults. A null leaves the file's value.
 *
 * @param values by path of the key
 */
public record TaskOverrides(Map<String, Object> values) {
  public static final TaskOverrides NONE = new TaskOverrides(Map.of());

  public TaskOverrides algorithm(String algorithm) {
    return with("optimizer.algorithm", algorithm);
  }

  public TaskOverrides maxInflightMinibatches(Integer minibatches) {
    return with("optimizer.max-inflight-minibatches", minibatches);
  }

  /** The cap in all; a cap per day stays the file's. */
  public TaskOverrides maxRollouts(Long rollouts) {
    return with("budget.rollouts", rollouts);
  }

  public TaskOverrides seed(Long seed) {
    return with("seed", seed);
  }

  Set<String> paths() {
    return values.keySet();
  }

  /** A copy of the tree with the values in place. */
  ObjectNode applyTo(ObjectNode root) {
    ObjectNode changed = root.deepCopy();
    values.forEach((path, value) -> put(changed, path, Json.tree(value)));
    return changed;
  }

  private TaskOverrides with(String path, Object value) {
    if (value == null) {
      return this;
    }
    Map<String, Object> extended = new LinkedHashMap<>(values);
    extended.put(path, value);
    return new TaskOverrides(extended);
  }

  private static void put(ObjectNode object, String path, JsonNode value) {
    int dot = path.indexOf('.');
    if (dot >= 0) {
      String section = path.substring(0, dot);
      if (!object.hasNonNull(section)) {
        object.putObject(section);
      }
      if (object.get(section) instanceof ObjectNode inner) {
        put(inner, path.substring(dot + 1), value);
      }
    } else if (object.get(path) instanceof ObjectNode amounts) {
      amounts.set("total", value);
    } else {
      object.set(path, value);
    }
  }
}
