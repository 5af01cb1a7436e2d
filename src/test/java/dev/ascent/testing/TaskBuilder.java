package dev.ascent.testing;

import dev.ascent.core.metric.MetricDefinition;
import dev.ascent.core.metric.MetricType;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.ModuleType;
import dev.ascent.core.program.Signature;
import dev.ascent.core.task.BudgetSettings;
import dev.ascent.core.task.Caps;
import dev.ascent.core.task.Dataset;
import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.ModuleDefinition;
import dev.ascent.core.task.OptimizerDefaults;
import dev.ascent.core.task.OptimizerSettings;
import dev.ascent.core.task.PromotionPolicy;
import dev.ascent.core.task.SelectionType;
import dev.ascent.core.task.TaskDefinition;
import java.util.List;

/**
 * Makes task definitions that have an algorithm's defaults wherever a test does not say otherwise.
 */
public final class TaskBuilder {
  private final OptimizerSettings defaults;
  private List<ModuleDefinition> modules =
      List.of(
          new ModuleDefinition(
              "route",
              ModuleType.PREDICT,
              new Signature(
                  "Name the team.",
                  List.of(Field.text("ticket", "")),
                  List.of(Field.text("team", "")))));
  private MetricDefinition metric = new MetricDefinition(MetricType.EXACT_MATCH, "team", 0, "", "");
  private String model = "simulated";
  private int minibatchSize;
  private int candidates;
  private int steps;
  private int maxDemos;
  private int maxRules;
  private double samplingTemperature;
  private double candidateTemperature;
  private int maxInflightMinibatches;
  private Integer maxPromptTokens;
  private SelectionType selection;
  private Caps total = Caps.NONE;
  private Caps perDay = Caps.NONE;
  private PromotionPolicy promotion;
  private Dataset dataset;
  private long seed = 1;

  private TaskBuilder(OptimizerDefaults algorithm) {
    defaults = algorithm.settings();
    minibatchSize = defaults.minibatchSize();
    candidates = defaults.candidates();
    steps = defaults.steps();
    maxDemos = defaults.maxDemos();
    maxRules = defaults.maxRules();
    samplingTemperature = defaults.samplingTemperature();
    candidateTemperature = defaults.candidateTemperature();
    maxInflightMinibatches = defaults.maxInflightMinibatches();
    selection = defaults.selection();
    promotion = new PromotionPolicy(0.05, 20, 30, 0, algorithm.holdoutShare(), false);
  }

  public static TaskBuilder ascent() {
    return of(OptimizerDefaults.ASCENT);
  }

  public static TaskBuilder simba() {
    return of(OptimizerDefaults.SIMBA);
  }

  /** A stream without caps. */
  public static TaskBuilder of(String algorithm) {
    return new TaskBuilder(OptimizerDefaults.of(algorithm));
  }

  public TaskBuilder modules(List<ModuleDefinition> other) {
    modules = other;
    return this;
  }

  public TaskBuilder metric(MetricDefinition other) {
    metric = other;
    return this;
  }

  public TaskBuilder model(String other) {
    model = other;
    return this;
  }

  public TaskBuilder rollouts(long cap) {
    total = new Caps(cap, null, null);
    return this;
  }

  public TaskBuilder total(Caps caps) {
    total = caps;
    return this;
  }

  public TaskBuilder perDay(Caps caps) {
    perDay = caps;
    return this;
  }

  public TaskBuilder promotion(PromotionPolicy other) {
    promotion = other;
    return this;
  }

  /** Makes the task one whose examples are a file. */
  public TaskBuilder dataset(int training, int holdout) {
    dataset = new Dataset(training, holdout);
    return this;
  }

  public TaskBuilder seed(long other) {
    seed = other;
    return this;
  }

  public TaskBuilder minibatchSize(int size) {
    minibatchSize = size;
    return this;
  }

  public TaskBuilder candidates(int count) {
    candidates = count;
    return this;
  }

  public TaskBuilder steps(int count) {
    steps = count;
    return this;
  }

  /** Caps what one predictor may hold. */
  public TaskBuilder caps(int maxDemos, int maxRules) {
    this.maxDemos = maxDemos;
    this.maxRules = maxRules;
    return this;
  }

  public TaskBuilder temperatures(double sampling, double candidate) {
    samplingTemperature = sampling;
    candidateTemperature = candidate;
    return this;
  }

  public TaskBuilder maxInflightMinibatches(int count) {
    maxInflightMinibatches = count;
    return this;
  }

  public TaskBuilder maxPromptTokens(int most) {
    maxPromptTokens = most;
    return this;
  }

  public TaskBuilder selection(SelectionType other) {
    selection = other;
    return this;
  }

  public TaskDefinition build() {
    return new TaskDefinition(
        "tickets",
        modules,
        metric,
        LmProfile.of("http://localhost/v1", model),
        new OptimizerSettings(
            defaults.algorithm(),
            minibatchSize,
            defaults.minibatchSeconds(),
            candidates,
            steps,
            maxDemos,
            maxRules,
            samplingTemperature,
            candidateTemperature,
            maxInflightMinibatches,
            selection,
            maxPromptTokens),
        new BudgetSettings(total, perDay),
        promotion,
        dataset,
        seed);
  }
}
