package dev.ascent.cli;

import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.task.Caps;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.wire.AtomicFiles;
import dev.ascent.wire.example.ExampleReader;
import dev.ascent.wire.example.ExamplesFile;
import dev.ascent.wire.program.ProgramRecord;
import dev.ascent.wire.record.ReportRecord;
import dev.ascent.wire.record.SkippedLine;
import dev.ascent.wire.task.TaskOverrides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Turns a file of examples into an optimized program. */
@Command(
    name = "optimize",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Search for a better program on a file of examples, and write the best one.",
      "Kafka and Flink run inside this process, on free ports and in a temporary folder."
    })
final class OptimizeCommand implements Callable<Integer> {
  private static final int MOST_SKIPPED_LINES_SHOWN = 5;

  /** What a search without any limit in its task may cost. */
  private static final long DEFAULT_ROLLOUTS = 1_600;

  @Spec private CommandSpec spec;

  @Option(
      names = "--task",
      required = true,
      paramLabel = "TASK.yaml",
      description = "The task: program, metric, model and settings.")
  private Path taskFile;

  @Option(
      names = "--examples",
      required = true,
      paramLabel = "TRAIN.jsonl",
      description = "Labelled examples, one JSON object a line.")
  private Path examplesFile;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "PROGRAM.json",
      description = "Where the best program is written.")
  private Path out;

  @Option(
      names = "--report",
      paramLabel = "REPORT.json",
      description = "Where it is written what the run did and took.")
  private Path reportFile;

  @Option(
      names = "--algorithm",
      paramLabel = "NAME",
      description = "ascent or simba; beats the task's.")
  private String algorithm;

  @Option(
      names = "--max-rollouts",
      paramLabel = "N",
      description = {
        "Rollout attempts that reach the model's server, retries and validation included.",
        "Without any limit in the task, ascent makes at most " + DEFAULT_ROLLOUTS + "."
      })
  private Long maxRollouts;

  @Option(
      names = "--max-inflight-minibatches",
      paramLabel = "N",
      description = "Minibatches under way at once; 1 learns most per rollout.")
  private Integer maxInflightMinibatches;

  @Option(names = "--seed", paramLabel = "N", description = "Of every random choice.")
  private Long seed;

  @Option(
      names = "--require-proof",
      description = "Write the starting program where no better one is proven.")
  private boolean requireProof;

  @Mixin private ModelOptions model;

  @Override
  public Integer call() throws Exception {
    TaskDefinition task = readTask();
    requireFolder("--report", reportFile);
    OptimizeReport report = new OptimizeReport(task);
    try {
      return optimize(task, report);
    } catch (CommandFailure e) {
      writeReport(report, e.exitCode(), e.getMessage());
      throw e;
    } catch (InterruptedException e) {
      writeReport(report, ExitCode.INTERRUPTED, "interrupted before the search began");
      throw e;
    } catch (Exception e) {
      writeReport(report, ExitCode.UNEXPECTED, String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private int optimize(TaskDefinition task, OptimizeReport report) throws Exception {
    requireFolder("--out", out);
    ExamplesFile.Content examples = readExamples(task);
    report.skipped(examples.skipped());
    try (Progress progress = Progress.on(spec.commandLine().getErr(), Terminal.ofProcess());
        ChosenModel chosen = model.choose(task, examples.examples(), progress::line)) {
      TaskDefinition runnable = chosen.applyTo(task);
      report.calls(runnable, chosen.kind());
      tellSkipped(progress, examples);
      progress.line(chosen.describe());
      return run(runnable, examples, chosen, report, progress);
    }
  }

  /** Better now than after the search. */
  private static void requireFolder(String option, Path file) {
    Path folder = file == null ? null : file.toAbsolutePath().getParent();
    if (folder != null && !Files.isWritable(folder)) {
      throw CommandFailure.usage(
          option + ": can't write to the folder " + folder + ", expected one that exists");
    }
  }

  private TaskDefinition readTask() throws IOException {
    TaskOverrides overrides =
        TaskOverrides.NONE
            .algorithm(algorithm)
            .maxRollouts(maxRollouts)
            .maxInflightMinibatches(maxInflightMinibatches)
            .seed(seed);
    TaskDefinition task = TaskFiles.read("--task", taskFile, overrides);
    boolean endless = task.optimizer().steps() == 0 && task.budget().total().equals(Caps.NONE);
    return endless
        ? TaskFiles.read("--task", taskFile, overrides.maxRollouts(DEFAULT_ROLLOUTS))
        : task;
  }

  private ExamplesFile.Content readExamples(TaskDefinition task) throws IOException {
    return ExampleFiles.read("--examples", examplesFile, ExampleReader.of(task).requiringLabels());
  }

  private static void tellSkipped(Progress progress, ExamplesFile.Content examples) {
    for (SkippedLine line : examples.skipped().stream().limit(MOST_SKIPPED_LINES_SHOWN).toList()) {
      progress.line("skipped line " + line.line() + ": " + line.reason());
    }
    int more = examples.skipped().size() - MOST_SKIPPED_LINES_SHOWN;
    if (more > 0) {
      progress.line("... and " + more + " more lines");
    }
  }

  private int run(
      TaskDefinition task,
      ExamplesFile.Content examples,
      ChosenModel chosen,
      OptimizeReport report,
      Progress progress)
      throws Exception {
    Pool pool = new Optimization(chosen.kind(), report, progress).run(task, examples.examples());
    ExitCode code = exitCode(pool);
    if (pool.isOpen() && code != ExitCode.UNREACHABLE) {
      ProgramRecord program = new OptimizeResult(pool, chosen.kind(), requireProof).program();
      AtomicFiles.write(out, ProgramRecord.CODEC.encodePretty(program));
      progress.line(summary(program));
    }
    writeReport(report, code, reason(pool, code));
    return code.code();
  }

  private static ExitCode exitCode(Pool pool) {
    if (pool.phase() == Phase.FINISHED) {
      return ExitCode.OK;
    }
    return pool.pauseReason().isEmpty() ? ExitCode.INTERRUPTED : ExitCode.UNREACHABLE;
  }

  private static String reason(Pool pool, ExitCode code) {
    return switch (code) {
      case OK -> "done";
      case INTERRUPTED -> "interrupted; what was learned so far is written";
      default -> pool.pauseReason();
    };
  }

  private String summary(ProgramRecord program) {
    String evidence =
        switch (program.evidence().status()) {
          case START -> "the starting program: nothing looked better";
          case PROVEN -> "proven better on holdout examples";
          case UNPROVEN -> "unproven: it looks better, and may not be";
        };
    return out + ": program " + program.id() + ", " + evidence;
  }

  private void writeReport(OptimizeReport report, ExitCode code, String reason) throws IOException {
    if (reportFile != null) {
      AtomicFiles.write(reportFile, ReportRecord.CODEC.encodePretty(report.record(code, reason)));
    }
  }
}
