package dev.ascent.wire;

import dev.ascent.core.metric.MetricType;
import dev.ascent.core.program.FieldType;
import dev.ascent.core.program.ModuleType;
import dev.ascent.core.task.SelectionType;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** Finds what the labels of task files and records stand for. */
public final class Labels {
  private Labels() {}

  public static Optional<ModuleType> moduleType(String label) {
    return find(ModuleType.values(), ModuleType::label, label);
  }

  public static Optional<FieldType> fieldType(String label) {
    return find(FieldType.values(), FieldType::label, label);
  }

  public static Optional<MetricType> metricType(String label) {
    return find(MetricType.values(), MetricType::label, label);
  }

  public static Optional<SelectionType> selectionType(String label) {
    return find(SelectionType.values(), SelectionType::label, label);
  }

  private static <T> Optional<T> find(T[] values, Function<T, String> labelOf, String label) {
    return Arrays.stream(values).filter(value -> labelOf.apply(value).equals(label)).findFirst();
  }
}
