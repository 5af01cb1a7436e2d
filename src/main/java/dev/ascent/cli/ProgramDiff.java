package dev.ascent.cli;

import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.text.Shortened;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Shows people what one program's prompts say that another's do not. */
final class ProgramDiff {
  private static final String RED = "\u001b[31m";
  private static final String GREEN = "\u001b[32m";
  private static final String BOLD = "\u001b[1m";
  private static final String PLAIN = "\u001b[0m";
  private static final int LONGEST_VALUE = 200;

  private final boolean colour;
  private final StringBuilder text = new StringBuilder();

  private ProgramDiff(boolean colour) {
    this.colour = colour;
  }

  /**
   * The differences, a section for every predictor that has any, with a line break at the end.
   *
   * @param colour whether a terminal shows it
   */
  static String render(Program before, Program after, boolean colour) {
    ProgramDiff diff = new ProgramDiff(colour);
    diff.programs(before, after);
    return diff.text.toString();
  }

  private void programs(Program before, Program after) {
    if (before.id().equals(after.id())) {
      text.append("no difference: both are program ").append(after.id()).append('\n');
      return;
    }
    text.append("program ").append(before.id()).append(" -> ").append(after.id()).append('\n');
    Set<String> names = new LinkedHashSet<>();
    before.predictors().forEach(predictor -> names.add(predictor.name()));
    after.predictors().forEach(predictor -> names.add(predictor.name()));
    for (String name : names) {
      predictor(name, find(before, name), find(after, name));
    }
  }

  private static Optional<Predictor> find(Program program, String name) {
    return program.predictors().stream()
        .filter(predictor -> predictor.name().equals(name))
        .findFirst();
  }

  private void predictor(String name, Optional<Predictor> before, Optional<Predictor> after) {
    if (before.equals(after)) {
      return;
    }
    text.append('\n').append(colour ? BOLD + name + PLAIN : name);
    text.append(before.isEmpty() ? " (new)" : after.isEmpty() ? " (gone)" : "").append('\n');
    section("type", lines(before, ProgramDiff::type), lines(after, ProgramDiff::type));
    section("fields", lines(before, ProgramDiff::fields), lines(after, ProgramDiff::fields));
    section(
        "instructions",
        lines(before, ProgramDiff::instructions),
        lines(after, ProgramDiff::instructions));
    section("rules", lines(before, ProgramDiff::rules), lines(after, ProgramDiff::rules));
    section("demos", lines(before, ProgramDiff::demos), lines(after, ProgramDiff::demos));
  }

  private static List<String> lines(
      Optional<Predictor> predictor, Function<Predictor, List<String>> part) {
    return predictor.map(part).orElse(List.of());
  }

  private void section(String title, List<String> before, List<String> after) {
    if (before.equals(after)) {
      return;
    }
    List<LineDiff.Line> lines = LineDiff.of(before, after);
    long same = lines.stream().filter(line -> line.change() == LineDiff.Change.SAME).count();
    text.append("  ").append(title);
    text.append(same == 0 ? "" : " (" + same + " unchanged)").append('\n');
    for (LineDiff.Line line : lines) {
      switch (line.change()) {
        case REMOVED -> change("- ", RED, line.text());
        case ADDED -> change("+ ", GREEN, line.text());
        case SAME -> {}
      }
    }
  }

  private void change(String sign, String color, String line) {
    text.append("  ");
    text.append(colour ? color + sign + line + PLAIN : sign + line);
    text.append('\n');
  }

  private static List<String> type(Predictor predictor) {
    return List.of(predictor.type().label());
  }

  private static List<String> fields(Predictor predictor) {
    List<String> fields = new ArrayList<>();
    predictor.signature().inputs().forEach(field -> fields.add("input " + describe(field)));
    predictor.signature().outputs().forEach(field -> fields.add("output " + describe(field)));
    return fields;
  }

  private static String describe(Field field) {
    return field.name()
        + " ("
        + field.type().label()
        + (field.choices().isEmpty() ? "" : ": " + String.join(", ", field.choices()))
        + ")"
        + (field.description().isEmpty() ? "" : " " + field.description());
  }

  private static List<String> instructions(Predictor predictor) {
    return predictor.signature().instructions().lines().toList();
  }

  private static List<String> rules(Predictor predictor) {
    return predictor.rules().stream().map(Rule::text).map(ProgramDiff::oneLine).toList();
  }

  private static List<String> demos(Predictor predictor) {
    return predictor.demos().stream().map(ProgramDiff::describe).toList();
  }

  static String describe(Demo demo) {
    return values(demo.inputs()) + " -> " + values(demo.outputs());
  }

  private static String values(Map<String, String> values) {
    return new TreeMap<>(values)
        .entrySet().stream()
            .map(value -> value.getKey() + ": " + shortened(oneLine(value.getValue())))
            .collect(Collectors.joining(", "));
  }

  static String oneLine(String value) {
    return value.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  static String shortened(String value) {
    return '"' + Shortened.to(LONGEST_VALUE, value) + '"';
  }
}
