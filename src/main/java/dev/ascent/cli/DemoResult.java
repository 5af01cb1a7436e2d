package dev.ascent.cli;

import dev.ascent.core.pool.Champion;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.lm.client.LmMeter;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import dev.ascent.wire.record.MeanScore;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Sums a demonstration up: what was promoted, what it is worth, what it took. */
final class DemoResult {
  private final TaskDefinition task;
  private final ModelKind kind;
  private final Pool pool;
  private final TaskModels models;
  private final Progress progress;

  DemoResult(TaskDefinition task, ModelKind kind, Pool pool, TaskModels models, Progress progress) {
    this.task = task;
    this.kind = kind;
    this.pool = pool;
    this.models = models;
    this.progress = progress;
  }

  /**
   * Compares start and champion on test messages, which nothing was learned from, and tells.
   *
   * @return the exit code: 0 if a proven program was promoted
   */
  int tell(List<Example> test, PrintWriter out) throws InterruptedException {
    if (!pool.isOpen() || pool.champion().epoch() == 0) {
      tellUnproven(out);
      return ExitCode.UNEXPECTED.code();
    }
    LmMeter spent = models.meter();
    Champion champion = pool.champion();
    Program before = pool.program(pool.start());
    Program after = pool.program(champion.program());
    List<ProgramRollouts> measured =
        new Evaluation(models::of, task.programProfiles(), kind, task.metric())
            .run(
                List.of(before, after),
                test,
                1,
                done ->
                    progress.update(
                        "comparing start and champion: "
                            + done
                            + " of "
                            + 2 * test.size()
                            + " test runs"));
    progress.clear();
    out.println();
    out.println("What it learned");
    out.println();
    out.println(ProgramDiff.render(before, after, Terminal.ofProcess().coloursOut()));
    out.println("What it is worth, with a " + modelName());
    out.println();
    out.println("  before  " + accuracy(measured.get(0)));
    out.println("  after   " + accuracy(measured.get(1)));
    out.println("  proof   " + OptimizeProgress.describe(champion.evidence()));
    out.println("  cost    " + cost(spent));
    out.println();
    tellNext(out);
    out.flush();
    return ExitCode.OK.code();
  }

  private void tellUnproven(PrintWriter out) {
    progress.clear();
    out.println();
    out.println("Nothing was proven in this time; " + reason());
    if (pool.isOpen()) {
      OptimizeResult found = new OptimizeResult(pool, kind, false);
      out.println("The best program so far " + training(found.finalScore()));
      out.println("The starting program " + training(found.startScore()));
    }
    out.flush();
  }

  private String reason() {
    return !pool.isPaused()
        ? "try again with a larger --seconds"
        : "the task stopped: " + pool.pause().reason();
  }

  private static String training(MeanScore score) {
    return score == null
        ? "has answered no training message yet."
        : String.format(
            Locale.ROOT,
            "was right on %.0f%% of %d training messages.",
            100 * score.mean(),
            score.n());
  }

  private String modelName() {
    return kind.name().toLowerCase(Locale.ROOT) + " model, " + task.lm().model();
  }

  private static String accuracy(ProgramRollouts measured) {
    Mean mean =
        Mean.ofScores(
            measured.rollouts().stream().filter(Rollout::isScored).map(Rollout::score).toList());
    return String.format(
        Locale.ROOT,
        "%5.1f%% right on %d test messages, 95%% interval %.1f%% to %.1f%%",
        100 * mean.value(),
        mean.n(),
        100 * mean.low(),
        100 * mean.high());
  }

  private String cost(LmMeter spent) {
    return String.format(
        Locale.ROOT,
        "%,d rollouts, %,d reflections, %,d prompt and %,d completion tokens%s",
        pool.ledger().total().rollouts(),
        pool.ledger().total().reflections(),
        spent.promptTokens(),
        spent.completionTokens(),
        spent.usd() > 0 ? String.format(Locale.ROOT, ", $%.4f", spent.usd()) : "");
  }

  private static void tellNext(PrintWriter out) {
    out.println("What to try next");
    out.println();
    out.println("  scripts/demo --lm http://HOST:PORT/v1     a model of your own");
    out.println("  scripts/ascent optimize --help            a task of your own, from a file");
    out.println("  scripts/ascent run --help                 the job on your own Kafka");
    out.println("  README.md                                 how to write a task");
  }
}
