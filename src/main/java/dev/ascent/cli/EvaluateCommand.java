package dev.ascent.cli;

import dev.ascent.core.metric.Metric;
import dev.ascent.core.metric.MetricDefinition;
import dev.ascent.core.metric.Metrics;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.lm.json.JacksonFieldReader;
import dev.ascent.wire.Json;
import dev.ascent.wire.example.ExampleReader;
import dev.ascent.wire.example.ExamplesFile;
import dev.ascent.wire.program.ProgramRecord;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import dev.ascent.wire.task.TaskOverrides;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Scores programs on a file of examples. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Score a program on a file of examples, or two programs side by side.",
      "Only the model is called; neither Kafka nor Flink is needed."
    })
final class EvaluateCommand implements Callable<Integer> {
  private static final String START = "start";

  @Spec private CommandSpec spec;

  @Option(
      names = "--program",
      required = true,
      paramLabel = "PROGRAM.json",
      description = "The program; `" + START + "` for the one that --task begins with.")
  private String program;

  @Option(
      names = "--against",
      paramLabel = "OTHER.json",
      description = "A program to hold it against, named likewise.")
  private String against;

  @Option(
      names = "--examples",
      required = true,
      paramLabel = "FILE",
      description = "Labelled examples, one JSON object a line.")
  private Path examplesFile;

  @Option(
      names = "--task",
      paramLabel = "TASK.yaml",
      description = "Gives metric and model where no option does.")
  private Path taskFile;

  @Mixin private ModelOptions model;

  @Option(
      names = "--metric",
      paramLabel = "TYPE[:FIELD]",
      description = {
        "exact-match, contains, numeric, f1 or regex, of an output; may be given several times.",
        "Default: the task's, or else exact-match of the last output."
      })
  private List<String> metricTexts = List.of();

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "1",
      description = {
        "Runs of each program on each example (default: ${DEFAULT-VALUE}).",
        "At temperature 0 all of them are the first one's remembered answer,",
        "unless the task says lm.cache-megabytes: 0."
      })
  private int samples;

  @Option(
      names = "--worst",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many of the worst examples are shown (default: ${DEFAULT-VALUE}).")
  private int worst;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    CommandFailure.requireAtLeast(1, "--samples", samples);
    CommandFailure.requireAtLeast(0, "--worst", worst);
    Optional<TaskDefinition> file =
        taskFile == null
            ? Optional.empty()
            : Optional.of(TaskFiles.read("--task", taskFile, TaskOverrides.NONE));
    List<Program> programs = programs(file);
    List<MetricDefinition> metrics = metrics(file, programs.get(0));
    TaskDefinition task = task(file, programs.get(0), metrics.get(0));
    for (int i = 0; i < programs.size(); i++) {
      ProgramTask.requireFits(names().get(i), programs.get(i), task);
    }
    ExamplesFile.Content content = examples(task);
    List<Example> examples = scorable(content.examples(), metrics);
    try (Progress progress = Progress.on(spec.commandLine().getErr(), Terminal.ofProcess());
        ChosenModel chosen = model.choose(task.withoutReflection(), examples, progress::line)) {
      List<ProgramRollouts> results =
          run(chosen.task(), chosen.kind(), metrics.get(0), programs, examples, progress);
      requireAnswers(results);
      progress.clear();
      print(report(chosen, metrics, examples, content, results));
    }
    return ExitCode.OK.code();
  }

  private List<String> names() {
    return against == null ? List.of(program) : List.of(program, against);
  }

  private List<Program> programs(Optional<TaskDefinition> task) throws IOException {
    List<Program> programs = new ArrayList<>();
    programs.add(program("--program", program, task));
    if (against != null) {
      programs.add(program("--against", against, task));
    }
    return programs;
  }

  private static Program program(String option, String name, Optional<TaskDefinition> task)
      throws IOException {
    if (name.equals(START) && !Files.isRegularFile(Path.of(name))) {
      return task.orElseThrow(
              () -> CommandFailure.usage(option + ": start is a task's program; it needs --task"))
          .startProgram();
    }
    return ProgramFiles.program(name, ProgramFiles.read(option, Path.of(name)));
  }

  private List<MetricDefinition> metrics(Optional<TaskDefinition> task, Program first) {
    List<MetricDefinition> metrics = new ArrayList<>();
    for (String text : metricTexts) {
      int colon = text.indexOf(':');
      String field = colon < 0 ? field(task, first) : text.substring(colon + 1);
      metrics.add(ProgramTask.metric(colon < 0 ? text : text.substring(0, colon), field));
    }
    if (metrics.isEmpty()) {
      metrics.add(task.map(TaskDefinition::metric).orElseGet(() -> ProgramTask.exactMatch(first)));
    }
    return metrics;
  }

  private static String field(Optional<TaskDefinition> task, Program first) {
    return task.map(known -> known.metric().field()).orElseGet(() -> ProgramTask.lastOutput(first));
  }

  /** The task to read examples by, with the metric that scores rollouts. */
  private TaskDefinition task(Optional<TaskDefinition> file, Program first, MetricDefinition metric)
      throws IOException {
    if (file.isEmpty()) {
      ProgramRecord record = ProgramFiles.read("--program", Path.of(program));
      return ProgramTask.of(record, first, metric);
    }
    return file.get().withMetric(metric);
  }

  private ExamplesFile.Content examples(TaskDefinition task) throws IOException {
    return ExampleFiles.read("--examples", examplesFile, ExampleReader.of(task).requiringLabels());
  }

  private List<Example> scorable(List<Example> examples, List<MetricDefinition> metrics) {
    List<Metric> all =
        metrics.stream().map(metric -> Metrics.create(metric, new JacksonFieldReader())).toList();
    List<Example> scorable =
        examples.stream()
            .filter(example -> all.stream().allMatch(metric -> metric.canScore(example)))
            .toList();
    if (scorable.isEmpty()) {
      throw CommandFailure.usage(
          examplesFile + ": no example has what the metric compares answers with");
    }
    return scorable;
  }

  private List<ProgramRollouts> run(
      TaskDefinition task,
      ModelKind kind,
      MetricDefinition metric,
      List<Program> programs,
      List<Example> examples,
      Progress progress)
      throws InterruptedException {
    int all = programs.size() * examples.size() * samples;
    try (TaskModels models = new TaskModels(task)) {
      return new Evaluation(models::of, task.programProfiles(), kind, metric)
          .run(
              programs,
              examples,
              samples,
              ended -> progress.update(ended + " of " + all + " rollouts"));
    }
  }

  private static void requireAnswers(List<ProgramRollouts> results) {
    boolean answered =
        results.stream().flatMap(result -> result.rollouts().stream()).anyMatch(r -> r.isScored());
    if (!answered) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE,
          "no rollout got an answer; the first: " + results.get(0).rollouts().get(0).feedback());
    }
  }

  private EvaluationReport report(
      ChosenModel chosen,
      List<MetricDefinition> metrics,
      List<Example> examples,
      ExamplesFile.Content content,
      List<ProgramRollouts> results) {
    List<EvaluationReport.Evaluated> evaluated = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      evaluated.add(new EvaluationReport.Evaluated(names().get(i), results.get(i)));
    }
    return new EvaluationReport(chosen, metrics, examples, content.skipped(), evaluated, worst);
  }

  private void print(EvaluationReport report) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(Json.prettyText(report.json()));
    } else {
      report.lines().forEach(out::println);
    }
    out.flush();
  }
}
