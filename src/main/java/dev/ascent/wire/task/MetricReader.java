package dev.ascent.wire.task;

import dev.ascent.core.metric.MetricDefinition;
import dev.ascent.core.metric.MetricType;
import dev.ascent.core.program.Field;
import dev.ascent.core.task.ModuleDefinition;
import dev.ascent.wire.Labels;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads a task's metric and checks it against the program's outputs. */
final class MetricReader {
  private MetricReader() {}

  static MetricDefinition read(Section section, List<ModuleDefinition> modules) {
    MetricType type =
        section.required(
            "type",
            MetricType.EXACT_MATCH,
            label -> Labels.metricType(label.textValue()).orElseThrow());
    String field = section.has("field") ? named(section, modules) : onlyOutput(section, modules);
    boolean known = section.has("type");
    refuseUnless(section, "tolerance", known && type == MetricType.NUMERIC, MetricType.NUMERIC);
    refuseUnless(section, "pattern", known && type == MetricType.REGEX, MetricType.REGEX);
    refuseUnless(section, "path", known && type == MetricType.JSON_FIELD, MetricType.JSON_FIELD);
    return new MetricDefinition(
        type,
        field,
        section.number("tolerance", 0),
        section.optional("pattern", "", value -> pattern(section, value.textValue())),
        section.text("path", ""));
  }

  private static String named(Section section, List<ModuleDefinition> modules) {
    String field = section.text("field", "");
    List<String> outputs =
        modules.stream()
            .flatMap(module -> module.signature().outputs().stream())
            .map(Field::name)
            .toList();
    if (!outputs.isEmpty() && !field.isEmpty() && !outputs.contains(field)) {
      section.wrong("field", oneOf(outputs) + Nearest.hint(field, outputs));
    }
    return field;
  }

  private static String onlyOutput(Section section, List<ModuleDefinition> modules) {
    if (modules.isEmpty()) {
      return "";
    }
    List<Field> outputs = modules.get(modules.size() - 1).signature().outputs();
    if (outputs.size() > 1) {
      section.wrong("field", oneOf(outputs.stream().map(Field::name).toList()));
    }
    return outputs.isEmpty() ? "" : outputs.get(0).name();
  }

  private static String oneOf(List<String> outputs) {
    return "one of the outputs `" + String.join("`, `", outputs) + "`";
  }

  private static void refuseUnless(Section section, String key, boolean fits, MetricType type) {
    if (section.has(key) && !fits) {
      section.wrong(key, "nothing, as it belongs to `" + type.label() + "`");
    }
  }

  private static String pattern(Section section, String pattern) {
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      section.wrong("pattern", "a regular expression: " + e.getDescription());
    }
    return pattern;
  }
}
