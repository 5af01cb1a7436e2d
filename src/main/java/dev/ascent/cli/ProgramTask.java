package dev.ascent.cli;

import dev.ascent.core.metric.MetricDefinition;
import dev.ascent.core.metric.MetricType;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.task.BudgetSettings;
import dev.ascent.core.task.Caps;
import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.ModuleDefinition;
import dev.ascent.core.task.OptimizerDefaults;
import dev.ascent.core.task.PromotionPolicy;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.wire.Labels;
import dev.ascent.wire.program.ProgramRecord;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The task of a program that is used by itself, as far as the program tells. */
final class ProgramTask {
  private ProgramTask() {}

  /** A task with the program's fields and, of a model elsewhere, its name; its URL is open. */
  static TaskDefinition of(ProgramRecord record, Program program, MetricDefinition metric) {
    OptimizerDefaults defaults = OptimizerDefaults.of(OptimizerDefaults.ASCENT);
    String model = record.model().kind() == ModelKind.REMOTE ? record.model().name() : null;
    return new TaskDefinition(
        record.task(),
        program.predictors().stream().map(ProgramTask::module).toList(),
        metric,
        LmProfile.of(null, model),
        defaults.settings(),
        new BudgetSettings(Caps.NONE, Caps.NONE),
        new PromotionPolicy(0.05, 1, 1, 0, defaults.holdoutShare(), false).withLiveShare(0),
        null,
        0);
  }

  private static ModuleDefinition module(Predictor predictor) {
    return new ModuleDefinition(predictor.name(), predictor.type(), predictor.signature());
  }

  /** Exact match of the last output: what a program is scored by that nobody says more of. */
  static MetricDefinition exactMatch(Program program) {
    return metric("exact-match", lastOutput(program));
  }

  /** The output that a metric which names none compares. */
  static String lastOutput(Program program) {
    List<Predictor> predictors = program.predictors();
    List<Field> outputs = predictors.get(predictors.size() - 1).signature().outputs();
    return outputs.get(outputs.size() - 1).name();
  }

  /**
   * A metric by its label.
   *
   * @throws CommandFailure if there is no such metric, or if it needs more than a field
   */
  static MetricDefinition metric(String label, String field) {
    MetricType type = Labels.metricType(label).orElseThrow(() -> noMetric(label));
    if (type == MetricType.JSON_FIELD) {
      throw CommandFailure.usage(
          "--metric: json-field needs a path, which only a task file can give");
    }
    return new MetricDefinition(type, field, 0, "", "");
  }

  private static CommandFailure noMetric(String label) {
    String known =
        Arrays.stream(MetricType.values()).map(MetricType::label).collect(Collectors.joining(", "));
    return CommandFailure.usage("--metric: no metric '" + label + "', expected one of " + known);
  }

  /**
   * Checks that a program can run on a task's examples and be scored.
   *
   * @param source what errors call the program
   * @throws CommandFailure if it cannot
   */
  static void requireFits(String source, Program program, TaskDefinition task) {
    Set<String> known =
        task.inputs().stream().map(Field::name).collect(Collectors.toCollection(HashSet::new));
    Set<String> written = new HashSet<>();
    for (Predictor predictor : program.predictors()) {
      for (Field input : predictor.signature().inputs()) {
        if (!known.contains(input.name())) {
          throw CommandFailure.usage(
              source
                  + ": predictor "
                  + predictor.name()
                  + " reads `"
                  + input.name()
                  + "`, which the examples of task "
                  + task.task()
                  + " do not have");
        }
      }
      predictor.signature().outputs().forEach(output -> written.add(output.name()));
      known.addAll(written);
    }
    if (!written.contains(task.metric().field())) {
      throw CommandFailure.usage(
          source
              + ": the program does not answer `"
              + task.metric().field()
              + "`, which is scored");
    }
  }
}
