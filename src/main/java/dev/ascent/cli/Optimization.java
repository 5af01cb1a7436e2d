package dev.ascent.cli;

import dev.ascent.core.minibatch.HoldoutSplit;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.task.Dataset;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.embedded.EmbeddedAscent;
import dev.ascent.embedded.JournalFollower;
import dev.ascent.lm.client.AllowedHosts;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.rollout.ModelAccess;
import dev.ascent.pipeline.share.RareWords;
import dev.ascent.redaction.RedactionSettings;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * One bounded search, on a broker, a cluster and a job of its own in this process: the task and its
 * examples go in over Kafka, as they would from services, and the journal tells what came of them.
 */
final class Optimization {
  private static final Duration POLL = Duration.ofMillis(100);

  private final ModelKind modelKind;
  private final OptimizeReport report;
  private final Progress progress;

  Optimization(ModelKind modelKind, OptimizeReport report, Progress progress) {
    this.modelKind = modelKind;
    this.report = report;
    this.progress = progress;
  }

  /**
   * Searches until the search ends, the task pauses or the thread is interrupted.
   *
   * @return the pool as it was then
   * @throws InterruptedException never because of the interrupt that ends the search
   */
  Pool run(TaskDefinition file, List<Example> examples) throws Exception {
    TaskDefinition task = bounded(file, examples);
    long begun = System.nanoTime();
    progress.update("starting Kafka and Flink");
    AscentSettings settings =
        AscentSettings.of(
                UUID.randomUUID().toString(), Runtime.getRuntime().availableProcessors(), modelKind)
            // People have chosen what is in a file, and keep what is made from it.
            .withRedaction(RedactionSettings.NONE)
            .withAuthorShare(1)
            .withRareWords(RareWords.ALLOWED);
    TaskModels metered = new TaskModels(task);
    try (metered;
        EmbeddedAscent ascent =
            EmbeddedAscent.start(settings, ModelAccess.ofProcess(AllowedHosts.ANY))) {
      send(ascent, task, examples);
      return follow(ascent, task, metered, begun);
    } finally {
      // Closing ends and so counts the calls that a run that was cut short had under way.
      report.spent(metered.meter());
    }
  }

  /** The task with how many examples it has for learning and for promotion. */
  static TaskDefinition bounded(TaskDefinition task, List<Example> examples) {
    HoldoutSplit split = new HoldoutSplit(task.task(), task.promotion().holdoutShare());
    int holdout =
        (int) examples.stream().filter(example -> split.isHoldout(example.inputs())).count();
    return task.withDataset(new Dataset(examples.size() - holdout, holdout));
  }

  private static void send(EmbeddedAscent ascent, TaskDefinition task, List<Example> examples)
      throws Exception {
    try (ExampleFeed feed = ExampleFeed.of(ascent, task)) {
      for (Example example : examples) {
        feed.send(example);
      }
      feed.confirm();
    }
  }

  private Pool follow(EmbeddedAscent ascent, TaskDefinition task, TaskModels metered, long begun)
      throws Exception {
    OptimizeProgress line = new OptimizeProgress(task, progress);
    long searching = begun;
    try (JournalFollower follower =
        new JournalFollower(ascent.bootstrapServers(), ascent.topics().journal(), task.task())) {
      while (!isOver(follower.pool())) {
        follower.poll(POLL, line::applied);
        if (searching == begun && !follower.pool().ledger().open().isEmpty()) {
          searching = System.nanoTime();
        }
        report.progressed(follower.pool(), metered.meter());
        report.took(between(begun, searching), between(searching, System.nanoTime()));
        line.show(follower.pool(), metered.meter());
        if (Thread.interrupted()) {
          return follower.pool();
        }
        if (ascent.hasEnded()) {
          throw new IllegalStateException("the Flink job ended", ascent.failure());
        }
      }
      return follower.pool();
    }
  }

  private static boolean isOver(Pool pool) {
    return pool.phase() == Phase.FINISHED || pool.isPaused();
  }

  private static Duration between(long from, long to) {
    return Duration.ofNanos(to - from);
  }
}
