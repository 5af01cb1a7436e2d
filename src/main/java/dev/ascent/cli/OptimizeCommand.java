package dev.ascent.cli;

import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.task.Caps;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.wire.AtomicFiles;
import dev.ascent.wire.example.ExampleReader;
import dev.ascent.wire.example.ExamplesFile;
import dev.ascent.wire.program.Evidence.Status;
import dev.ascent.wire.program.ProgramRecord;
import dev.ascent.wire.record.ReportRecord;
import dev.ascent.wire.record.SkippedLine;
import dev.ascent.wire.task.TaskOverrides;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.InterruptException;
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
  private static final String NOTHING_LEARNED =
      "the starting program: interrupted before anything was learned";
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

  /** What people want to know in the end; told once nothing else writes to the terminal. */
  private final List<String> verdict = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    requireDistinctFiles();
    TaskDefinition task = readTask();
    if (reportFile != null) {
      OutputFiles.require("--report", reportFile);
    }
    OptimizeReport report = new OptimizeReport(task);
    try {
      return optimize(task, report);
    } catch (CommandFailure e) {
      writeReport(report, e.exitCode(), e.getMessage());
      throw e;
    } catch (Exception e) {
      if (isInterruption(e)) {
        writeReport(report, ExitCode.INTERRUPTED, "interrupted before the search began");
      } else {
        writeReport(report, ExitCode.UNEXPECTED, String.valueOf(e.getMessage()));
      }
      throw e;
    } finally {
      verdict.forEach(spec.commandLine().getOut()::println);
      spec.commandLine().getOut().flush();
    }
  }

  private void requireDistinctFiles() throws IOException {
    Map<String, Path> files = new LinkedHashMap<>();
    files.put("--task", taskFile);
    files.put("--examples", examplesFile);
    files.put("--out", out);
    if (reportFile != null) {
      files.put("--report", reportFile);
    }
    OutputFiles.requireDistinct(files);
  }

  /** Whether Ctrl-C caused it, which Kafka and Flink wrap in failures of their own. */
  private static boolean isInterruption(Throwable failure) {
    return Thread.currentThread().isInterrupted()
        || Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
            .anyMatch(
                cause ->
                    cause instanceof InterruptedException
                        || cause instanceof InterruptException
                        || cause instanceof ClosedByInterruptException);
  }

  private int optimize(TaskDefinition task, OptimizeReport report) throws Exception {
    OutputFiles.require("--out", out);
    ExamplesFile.Content examples = readExamples(task);
    report.skipped(examples.skipped());
    try (Progress progress = Progress.on(spec.commandLine().getErr(), Terminal.ofProcess());
        ChosenModel chosen = model.choose(task, examples.examples(), progress::line)) {
      TaskDefinition runnable = chosen.task();
      report.calls(runnable, chosen.kind());
      tellSkipped(progress, examples);
      progress.line(chosen.describe());
      return run(runnable, examples, chosen, report, progress);
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
    boolean endless = task.optimizer().steps() == 0 && task.budget().tightest().equals(Caps.NONE);
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
      progress.line("... and " + Figures.counted(more, "more line"));
    }
  }

  private int run(
      TaskDefinition task,
      ExamplesFile.Content examples,
      ChosenModel chosen,
      OptimizeReport report,
      Progress progress)
      throws Exception {
    OptimizeAdvice.tooLittle(Optimization.bounded(task, examples.examples()))
        .forEach(progress::line);
    Pool pool;
    try {
      pool = new Optimization(chosen.kind(), report, progress).run(task, examples.examples());
    } catch (Exception e) {
      if (isInterruption(e)) {
        writeProgram(OptimizeResult.unsearched(task, chosen.kind()), NOTHING_LEARNED);
      }
      throw e;
    }
    ExitCode code = exitCode(pool);
    // Where a model goes away, what it had answered by then is not lost.
    boolean learned = code != ExitCode.UNREACHABLE || report.search().answeredRollouts() > 0;
    if (!pool.isOpen() && code == ExitCode.INTERRUPTED) {
      writeProgram(OptimizeResult.unsearched(task, chosen.kind()), NOTHING_LEARNED);
    } else if (pool.isOpen() && learned) {
      ProgramRecord best = new OptimizeResult(pool, chosen.kind(), false).program();
      ProgramRecord program = new OptimizeResult(pool, chosen.kind(), requireProof).program();
      writeProgram(program, summary(program, best, OptimizeAdvice.noneBetter(pool)));
    }
    if (code == ExitCode.UNREACHABLE) {
      progress.line(beforeStop(report.search().answeredRollouts()));
    }
    OptimizeAdvice.endedByDay(pool).ifPresent(progress::line);
    OptimizeAdvice.unanswered(report.search()).forEach(progress::line);
    writeReport(report, code, reason(pool, code, report));
    return code.code();
  }

  private void writeProgram(ProgramRecord program, String summary) throws IOException {
    write(out, ProgramRecord.CODEC.encodePretty(program));
    verdict.add(out + ": program " + program.id() + ", " + summary);
    if (program.evidence().status() != Status.START) {
      verdict.add("evidence: " + ProgramText.evidence(program.evidence()));
      ProgramText.costs(program.evidence()).ifPresent(verdict::add);
    }
  }

  /** An interrupt that is still pending, as Kafka's clients leave it, would break the file off. */
  private static void write(Path file, byte[] bytes) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      AtomicFiles.write(file, bytes);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static ExitCode exitCode(Pool pool) {
    if (pool.phase() == Phase.FINISHED) {
      return ExitCode.OK;
    }
    return !pool.isPaused() ? ExitCode.INTERRUPTED : ExitCode.UNREACHABLE;
  }

  private static String reason(Pool pool, ExitCode code, OptimizeReport report) {
    return switch (code) {
      case OK -> "done";
      case INTERRUPTED -> "interrupted; what was learned so far is written";
      default -> pool.pause().reason() + "; " + beforeStop(report.search().answeredRollouts());
    };
  }

  /** What is known of the written program, given the one that looks best. */
  static String summary(ProgramRecord program, ProgramRecord best, String noneBetter) {
    return switch (program.evidence().status()) {
      case START ->
          best.evidence().status() == Status.START
              ? "the starting program: " + noneBetter
              : "the starting program: another one looked better (program "
                  + best.id()
                  + "), which was not proven";
      case PROVEN -> "proven better on holdout examples";
      case UNPROVEN -> "unproven: it looks better, and may not be";
    };
  }

  private static String beforeStop(long answered) {
    return answered == 0
        ? "nothing had been answered, and no program is written"
        : answered + " calls of rollouts had been answered, and the program so far is written";
  }

  private void writeReport(OptimizeReport report, ExitCode code, String reason) throws IOException {
    if (reportFile != null) {
      write(reportFile, ReportRecord.CODEC.encodePretty(report.record(code, reason)));
    }
  }
}
