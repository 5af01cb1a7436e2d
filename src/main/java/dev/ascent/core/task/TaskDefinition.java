package dev.ascent.core.task;

import dev.ascent.core.metric.MetricDefinition;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One thing that an LM program does for a service, and how it may be improved.
 *
 * @param task its name
 * @param modules the program's modules in running order
 * @param metric how answers are scored
 * @param lm which model is called, where nothing names another one
 * @param optimizer how programs are searched for
 * @param budget what may be spent
 * @param promotion when a challenger may become champion
 * @param dataset the size of a task whose examples are a file, or null for a stream
 * @param seed of every random choice
 * @param lms the other models
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
    long seed,
    NamedProfiles lms) {

  /** Journals from before there were named profiles hold none. */
  public TaskDefinition {
    lms = lms == null ? NamedProfiles.NONE : lms;
  }

  /** A task that talks to one model alone. */
  public TaskDefinition(
      String task,
      List<ModuleDefinition> modules,
      MetricDefinition metric,
      LmProfile lm,
      OptimizerSettings optimizer,
      BudgetSettings budget,
      PromotionPolicy promotion,
      Dataset dataset,
      long seed) {
    this(
        task, modules, metric, lm, optimizer, budget, promotion, dataset, seed, NamedProfiles.NONE);
  }

  public TaskDefinition withTask(String other) {
    return new TaskDefinition(
        other, modules, metric, lm, optimizer, budget, promotion, dataset, seed, lms);
  }

  public TaskDefinition withMetric(MetricDefinition other) {
    return new TaskDefinition(
        task, modules, other, lm, optimizer, budget, promotion, dataset, seed, lms);
  }

  /** The same with other models. */
  public TaskDefinition withLms(LmProfile other, NamedProfiles others) {
    return new TaskDefinition(
        task, modules, metric, other, optimizer, budget, promotion, dataset, seed, others);
  }

  public TaskDefinition withBudget(BudgetSettings other) {
    return new TaskDefinition(
        task, modules, metric, lm, optimizer, other, promotion, dataset, seed, lms);
  }

  public TaskDefinition withPromotion(PromotionPolicy other) {
    return new TaskDefinition(
        task, modules, metric, lm, optimizer, budget, other, dataset, seed, lms);
  }

  public TaskDefinition withDataset(Dataset other) {
    return new TaskDefinition(
        task, modules, metric, lm, optimizer, budget, promotion, other, seed, lms);
  }

  /** The program before anything was learned. */
  public Program startProgram() {
    return Program.start(
        modules.stream()
            .map(module -> Predictor.untrained(module.name(), module.type(), module.signature()))
            .toList());
  }

  /** The model that a module asks. */
  public LmProfile lmOf(ModuleDefinition module) {
    return module.lm().isEmpty() ? lm : lms.byName().get(module.lm());
  }

  /** The models that a rollout asks, in the order of its calls. */
  public List<LmProfile> callProfiles() {
    return modules.stream().map(this::lmOf).toList();
  }

  /** So many calls a run of the program takes, each of which counts as a rollout. */
  public int callsPerRun() {
    return modules.size();
  }

  /** The models that the program's modules ask, by their names. */
  public ProgramProfiles programProfiles() {
    Map<String, LmProfile> byModule = new LinkedHashMap<>();
    for (ModuleDefinition module : modules) {
      if (!module.lm().isEmpty()) {
        byModule.put(module.name(), lmOf(module));
      }
    }
    return new ProgramProfiles(lm, byModule);
  }

  /**
   * The same for whoever runs programs and makes none: without models that strategies alone ask.
   */
  public TaskDefinition withoutReflection() {
    Map<String, LmProfile> asked = new LinkedHashMap<>(lms.byName());
    asked.keySet().retainAll(modules.stream().map(ModuleDefinition::lm).toList());
    return withLms(lm, new NamedProfiles(asked, ""));
  }

  /** The model that strategies ask. */
  public LmProfile reflectionLm() {
    return lms.reflection().isEmpty() ? lm : lms.byName().get(lms.reflection());
  }

  /** All models, the task's own first. */
  public List<LmProfile> profiles() {
    List<LmProfile> all = new ArrayList<>();
    all.add(lm);
    all.addAll(lms.byName().values());
    return all;
  }

  /**
   * Whether what was measured under one of the definitions says anything under the other. Whatever
   * model makes the candidates, they are worth what they are worth.
   */
  public boolean isComparableWith(TaskDefinition other) {
    return startProgram().id().equals(other.startProgram().id())
        && metric.equals(other.metric)
        && answeringModels().equals(other.answeringModels());
  }

  private List<String> answeringModels() {
    return callProfiles().stream().map(LmProfile::model).map(String::valueOf).toList();
  }

  /** Whether the examples are a file that is learned from until the search ends. */
  public boolean isBounded() {
    return dataset != null;
  }

  /**
   * Whether its examples are learned from whatever they say: people have chosen those of a file.
   */
  public boolean isTrusted() {
    return isBounded() || promotion.trustLogs();
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
