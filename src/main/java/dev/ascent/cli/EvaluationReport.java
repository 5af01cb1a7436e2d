package dev.ascent.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.core.metric.Metric;
import dev.ascent.core.metric.MetricDefinition;
import dev.ascent.core.metric.Metrics;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.Usage;
import dev.ascent.lm.json.JacksonFieldReader;
import dev.ascent.wire.Json;
import dev.ascent.wire.record.ReportRecord.ModelInUse;
import dev.ascent.wire.record.SkippedLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an evaluation found, for people and for scripts. */
final class EvaluationReport {
  private static final String NONE = "-";

  private final ChosenModel model;
  private final List<MetricDefinition> metrics;
  private final Map<String, Example> examples = new LinkedHashMap<>();
  private final List<SkippedLine> skipped;
  private final List<Evaluated> evaluated;
  private final int worst;

  /**
   * Collects what was found.
   *
   * @param metrics the first of them scored the rollouts
   * @param skipped lines of the file that are no examples
   * @param evaluated one program, or one and the one that it is held against
   * @param worst how many of the first program's worst examples are shown
   */
  EvaluationReport(
      ChosenModel model,
      List<MetricDefinition> metrics,
      List<Example> examples,
      List<SkippedLine> skipped,
      List<Evaluated> evaluated,
      int worst) {
    this.model = model;
    this.metrics = List.copyOf(metrics);
    examples.forEach(example -> this.examples.put(example.id(), example));
    this.skipped = List.copyOf(skipped);
    this.evaluated = List.copyOf(evaluated);
    this.worst = worst;
  }

  /**
   * A program that was evaluated.
   *
   * @param name what it was named by on the command line
   */
  record Evaluated(String name, ProgramRollouts results) {}

  /** Lines for people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(model.describe());
    lines.add("examples: " + examples.size() + (skipped.isEmpty() ? "" : skippedText()));
    lines.add("");
    lines.addAll(table().lines());
    if (isComparison()) {
      lines.add("");
      lines.add("Brackets hold 95% intervals; the difference is paired by example.");
    } else {
      lines.add("");
      lines.add("Brackets hold 95% intervals.");
    }
    lines.addAll(worstLines());
    return lines;
  }

  private String skippedText() {
    SkippedLine first = skipped.get(0);
    return ", skipped lines: "
        + skipped.size()
        + " (line "
        + first.line()
        + ": "
        + first.reason()
        + (skipped.size() > 1 ? "; ...)" : ")");
  }

  private boolean isComparison() {
    return evaluated.size() > 1;
  }

  private TextTable table() {
    TextTable table = new TextTable();
    table.row(row("", program -> program.name(), isComparison() ? "difference" : ""));
    table.row(row("program", program -> program.results().program().id(), ""));
    for (MetricDefinition metric : metrics) {
      table.row(
          row(
              title(metric),
              program -> describe(Mean.ofScores(List.copyOf(scores(program, metric).values()))),
              isComparison() ? describeDifference(difference(metric)) : ""));
    }
    table.row(row("unreadable", p -> String.valueOf(p.results().unreadable()), ""));
    table.row(row("faults", p -> faults(p.results()), ""));
    table.row(row("tokens", p -> tokens(p.results().usage()), ""));
    table.row(row("cost", p -> cost(p.results().usage()), ""));
    table.row(row("latency", p -> latency(p.results()), ""));
    return table;
  }

  /** What a row says of one program. */
  private interface Cell {
    String of(Evaluated program);
  }

  private String[] row(String title, Cell cell, String difference) {
    List<String> cells = new ArrayList<>();
    cells.add(title);
    evaluated.forEach(program -> cells.add(cell.of(program)));
    cells.add(difference);
    return cells.toArray(String[]::new);
  }

  private static String title(MetricDefinition metric) {
    return metric.type().label() + " " + metric.field();
  }

  private Map<String, Double> scores(Evaluated program, MetricDefinition metric) {
    if (metric.equals(metrics.get(0))) {
      return program.results().scores();
    }
    Metric other = Metrics.create(metric, new JacksonFieldReader());
    return program.results().scores(other, examples);
  }

  private Mean difference(MetricDefinition metric) {
    return Mean.ofDifferences(
        ProgramRollouts.differences(
            scores(evaluated.get(0), metric), scores(evaluated.get(1), metric)));
  }

  private static String describe(Mean mean) {
    return mean.n() == 0
        ? NONE
        : Figures.score(mean.value()) + " " + Figures.interval(mean.low(), mean.high());
  }

  private static String describeDifference(Mean mean) {
    return mean.n() == 0
        ? NONE
        : Figures.difference(mean.value())
            + " "
            + Figures.differenceInterval(mean.low(), mean.high());
  }

  private static String faults(ProgramRollouts results) {
    Map<String, Integer> faults = results.faults();
    return faults.isEmpty() ? "0" : faults.toString().replaceAll("[{}]", "");
  }

  private static String tokens(Usage usage) {
    return Figures.count(usage.promptTokens())
        + " in, "
        + Figures.count(usage.completionTokens())
        + " out";
  }

  private String cost(Usage usage) {
    boolean priced = model.profile().prices().areKnown();
    return priced ? "$" + Figures.usd(usage.usd()) : NONE;
  }

  private static String latency(ProgramRollouts results) {
    return results.latencyMillis(0.5) + " ms median, " + results.latencyMillis(0.95) + " ms p95";
  }

  private List<String> worstLines() {
    List<Rollout> shown = evaluated.get(0).results().worst(worst);
    List<String> lines = new ArrayList<>();
    if (!shown.isEmpty()) {
      lines.add("");
      lines.add("Worst examples of " + evaluated.get(0).name() + ":");
    }
    for (Rollout rollout : shown) {
      Example example = examples.get(rollout.key().example());
      lines.add(
          "  "
              + example.id()
              + "  "
              + Figures.score(rollout.score())
              + "  "
              + ProgramDiff.oneLine(rollout.feedback()));
      example
          .inputs()
          .forEach(
              (name, value) ->
                  lines.add(
                      "    " + name + ": " + ProgramDiff.shortened(ProgramDiff.oneLine(value))));
    }
    return lines;
  }

  /** The same for scripts. */
  ObjectNode json() {
    ObjectNode report = Json.object();
    report.set(
        "model",
        Json.tree(ModelInUse.of(model.kind(), model.profile().model(), model.profile().baseUrl())));
    report.put("examples", examples.size());
    report.set("skippedLines", Json.tree(skipped));
    ArrayNode programs = report.putArray("programs");
    evaluated.forEach(program -> programs.add(json(program)));
    if (isComparison()) {
      ArrayNode differences = report.putArray("differences");
      for (MetricDefinition metric : metrics) {
        differences.add(json(metric, difference(metric)));
      }
    }
    return report;
  }

  private ObjectNode json(Evaluated program) {
    ProgramRollouts results = program.results();
    ObjectNode node = Json.object();
    node.put("name", program.name());
    node.put("id", results.program().id());
    ArrayNode scores = node.putArray("scores");
    for (MetricDefinition metric : metrics) {
      scores.add(json(metric, Mean.ofScores(List.copyOf(scores(program, metric).values()))));
    }
    node.put("rollouts", results.rollouts().size());
    node.put("unreadable", results.unreadable());
    node.set("faults", Json.tree(results.faults()));
    node.set("usage", Json.tree(results.usage()));
    node.putObject("latencyMillis")
        .put("p50", results.latencyMillis(0.5))
        .put("p95", results.latencyMillis(0.95));
    ArrayNode shown = node.putArray("worst");
    results.worst(worst).forEach(rollout -> shown.add(json(rollout)));
    return node;
  }

  private static ObjectNode json(MetricDefinition metric, Mean mean) {
    ObjectNode node = Json.object();
    node.put("metric", metric.type().label()).put("field", metric.field());
    node.put("n", mean.n());
    if (mean.n() > 0) {
      node.put("mean", mean.value());
      node.putArray("interval").add(mean.low()).add(mean.high());
    }
    return node;
  }

  private ObjectNode json(Rollout rollout) {
    Example example = examples.get(rollout.key().example());
    ObjectNode node = Json.object();
    node.put("id", example.id()).put("score", rollout.score());
    node.put("feedback", rollout.feedback());
    node.set("inputs", Json.tree(example.inputs()));
    node.set("expected", Json.tree(example.expected()));
    node.set("outputs", Json.tree(rollout.outputs()));
    return node;
  }
}
