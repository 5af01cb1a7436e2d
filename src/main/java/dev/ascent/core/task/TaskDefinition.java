package dev.ascent.core.task;

import dev.ascent.core.metric.MetricDefinition;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * One thing that an LM program does for a service, and how it may be improved.
 *
 * @param task its name
 * @param modules the program's modules in running order
 * @param metric how answers are scored
 * @param lm which model is called
 * @param optimizer how programs are searched for
 * @param budget what may be spent
 * @param promotion when a challenger may become champion
 * @param dataset the size of a task whose examples are a file, or null for a stream
 * @param seed of every random choice
 */
public record TaskDefinition(
    String task,
    List<ModuleDefinition> modules,
    MetricDefinition metric,
    LmProfile lm,
    OptimizerSettings optimizer,
    BudgetSettings budget,
    PromotionPolicy promotion,
    Dataset dataset,
    long seed) {

  public TaskDefinition withTask(String other) {
    return new TaskDefinition(
        other, modules, metric, lm, optimizer, budget, promotion, dataset, seed);
  }

  public TaskDefinition withMetric(MetricDefinition other) {
    return new TaskDefinition(
        task, modules, other, lm, optimizer, budget, promotion, dataset, seed);
  }

  public TaskDefinition withLm(LmProfile other) {
    return new TaskDefinition(
        task, modules, metric, other, optimizer, budget, promotion, dataset, seed);
  }

  public TaskDefinition withBudget(BudgetSettings other) {
    return new TaskDefinition(
        task, modules, metric, lm, optimizer, other, promotion, dataset, seed);
  }

  public TaskDefinition withDataset(Dataset other) {
    return new TaskDefinition(task, modules, metric, lm, optimizer, budget, promotion, other, seed);
  }

  /** The program before anything was learned. */
  public Program startProgram() {
    return Program.start(
        modules.stream()
            .map(module -> Predictor.untrained(module.name(), module.type(), module.signature()))
            .toList());
  }

  /** Whether what was measured under one of the definitions says anything under the other. */
  public boolean isComparableWith(TaskDefinition other) {
    return startProgram().id().equals(other.startProgram().id())
        && metric.equals(other.metric)
        && Objects.equals(lm.model(), other.lm.model());
  }

  /** Whether the examples are a file that is learned from until the search ends. */
  public boolean isBounded() {
    return dataset != null;
  }

  /** The fields that an example must give: inputs that no earlier module writes. */
  public List<Field> inputs() {
    List<Field> needed = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (ModuleDefinition module : modules) {
      for (Field input : module.signature().inputs()) {
        if (known.add(input.name())) {
          needed.add(input);
        }
      }
      module.signature().outputs().forEach(output -> known.add(output.name()));
    }
    return needed;
  }

  /** The fields that an example may label: every module's outputs. */
  public List<Field> outputs() {
    return modules.stream().flatMap(module -> module.signature().outputs().stream()).toList();
  }
}
