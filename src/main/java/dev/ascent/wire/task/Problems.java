package dev.ascent.wire.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.core.text.Shortened;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what is wrong with one task, so that all of it is reported at once. */
final class Problems {
  private static final int LONGEST_SHOWN = 60;

  private final String source;
  private final Map<String, Integer> lines;
  private final Set<String> overridden;
  private final List<TaskProblem> found = new ArrayList<>();

  /**
   * @param source the file's name
   * @param lines from 1, by path, as far as they are known
   * @param overridden paths whose values came from the command line
   */
  Problems(String source, Map<String, Integer> lines, Set<String> overridden) {
    this.source = source;
    this.lines = lines;
    this.overridden = overridden;
  }

  /** Notes a problem, unless the same value was complained of before. */
  void add(String path, String what, String expected) {
    if (found.stream()
        .noneMatch(other -> other.path().equals(path) && other.found().equals(what))) {
      found.add(new TaskProblem(place(path), path, what, expected));
    }
  }

  void missing(String path, String expected) {
    add(path, "nothing", expected);
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  List<TaskProblem> list() {
    return List.copyOf(found);
  }

  private String place(String path) {
    if (overridden.stream().anyMatch(key -> path.equals(key) || path.startsWith(key + "."))) {
      return "command line";
    }
    for (String at = path; !at.isEmpty(); at = outer(at)) {
      if (lines.containsKey(at)) {
        return source + ":" + lines.get(at);
      }
    }
    return path.isEmpty() && lines.containsKey("") ? source + ":" + lines.get("") : source;
  }

  private static String outer(String path) {
    return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
  }

  /** A value for people; of a list or an object only its kind, as it may hold secrets. */
  static String show(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> value.isEmpty() ? "an empty list" : "a list";
      case OBJECT -> "an object";
      case STRING -> "text " + Shortened.to(LONGEST_SHOWN, value.toString());
      default -> Shortened.to(LONGEST_SHOWN, value.toString());
    };
  }
}
