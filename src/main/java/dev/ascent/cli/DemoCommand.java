package dev.ascent.cli;

import dev.ascent.core.pool.Pool;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.embedded.EmbeddedAscent;
import dev.ascent.embedded.JournalFollower;
import dev.ascent.lm.client.AllowedHosts;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.rollout.ModelAccess;
import dev.ascent.wire.example.ExampleReader;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import dev.ascent.wire.task.TaskOverrides;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows all of Ascent on a support desk's messages. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Stream a support desk's messages in, watch a better program come out.",
      "Kafka, Flink and the model run on this machine."
    })
final class DemoCommand implements Callable<Integer> {
  private static final String DATA = "--data";
  private static final int SENT_AT_ONCE = 4;

  @Spec private CommandSpec spec;

  @Option(
      names = DATA,
      paramLabel = "DIR",
      required = true,
      description = "Folder of the demonstration's task and messages.")
  private Path data;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description =
          "How long to learn: half of it where what is proven leads, twice where nothing is proven"
              + " yet (default: 300 with the local model, 20 otherwise).")
  private Integer seconds;

  @Option(
      names = "--test-examples",
      paramLabel = "N",
      defaultValue = "150",
      description = "Messages on which start and champion are compared (default: 150).")
  private int testExamples;

  @Mixin private ModelOptions model;

  @Override
  public Integer call() throws Exception {
    if (seconds != null) {
      CommandFailure.requireAtLeast(1, "--seconds", seconds);
    }
    CommandFailure.requireAtLeast(1, "--test-examples", testExamples);
    model.otherwise(ModelChoice.LOCAL);
    TaskDefinition file = task(model.isLocal() ? "task-local.yaml" : "task.yaml");
    List<Example> training = examples(file, "training.jsonl");
    List<Example> test = examples(file, "test.jsonl");
    try (Progress progress = Progress.on(spec.commandLine().getErr(), Terminal.ofProcess());
        ChosenModel chosen = model.choose(file, joined(training, test), progress::line)) {
      progress.line(chosen.describe());
      return run(chosen.task(), chosen.kind(), training, test, progress);
    }
  }

  private static List<Example> joined(List<Example> first, List<Example> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private TaskDefinition task(String name) throws IOException {
    return TaskFiles.read(DATA, data.resolve(name), TaskOverrides.NONE);
  }

  private List<Example> examples(TaskDefinition task, String name) throws IOException {
    return ExampleFiles.read(DATA, data.resolve(name), ExampleReader.of(task).requiringLabels())
        .examples();
  }

  private int run(
      TaskDefinition task,
      ModelKind kind,
      List<Example> training,
      List<Example> test,
      Progress progress)
      throws Exception {
    AscentSettings settings =
        AscentSettings.of(
            UUID.randomUUID().toString(), Runtime.getRuntime().availableProcessors(), kind);
    try (TaskModels metered = new TaskModels(task)) {
      progress.line("starting Kafka and Flink");
      Pool pool;
      try (EmbeddedAscent ascent =
          EmbeddedAscent.start(settings, ModelAccess.ofProcess(AllowedHosts.ANY))) {
        pool = learn(ascent, task, training, metered, limit(kind), progress);
      }
      return new DemoResult(task, kind, pool, metered, progress)
          .tell(test.subList(0, Math.min(testExamples, test.size())), spec.commandLine().getOut());
    }
  }

  private Duration limit(ModelKind kind) {
    if (seconds != null) {
      return Duration.ofSeconds(seconds);
    }
    return Duration.ofSeconds(kind == ModelKind.LOCAL ? 300 : 20);
  }

  private static Pool learn(
      EmbeddedAscent ascent,
      TaskDefinition task,
      List<Example> training,
      TaskModels metered,
      Duration limit,
      Progress progress)
      throws Exception {
    DemoNarrator narrator = new DemoNarrator(progress);
    OptimizeProgress line = new OptimizeProgress(task, progress);
    long begun = System.nanoTime();
    try (ExampleFeed feed = ExampleFeed.of(ascent, task);
        JournalFollower follower =
            new JournalFollower(
                ascent.bootstrapServers(), ascent.topics().journal(), task.task())) {
      Iterator<Example> unsent = training.iterator();
      while (!isEnough(follower.pool(), Duration.ofNanos(System.nanoTime() - begun), limit)) {
        sendSome(unsent, feed);
        follower.poll(Duration.ofMillis(100), narrator::applied);
        line.show(follower.pool(), metered.meter());
        if (ascent.hasEnded()) {
          throw new IllegalStateException("the Flink job ended", ascent.failure());
        }
      }
      return follower.pool();
    }
  }

  /**
   * Half of the time is enough where what is proven still leads, and twice as much is given where
   * nothing is proven yet, as a slow machine comes to its first test late.
   */
  static boolean isEnough(Pool pool, Duration passed, Duration limit) {
    boolean proven = pool.isOpen() && pool.champion().epoch() > 0;
    boolean settled =
        proven && pool.attempt() == null && pool.champion().program().equals(pool.leader());
    Duration enough = settled ? limit.dividedBy(2) : proven ? limit : limit.multipliedBy(2);
    return passed.compareTo(enough) >= 0 || pool.isPaused();
  }

  private static void sendSome(Iterator<Example> unsent, ExampleFeed feed)
      throws ExecutionException, InterruptedException {
    if (!unsent.hasNext()) {
      return;
    }
    for (int i = 0; i < SENT_AT_ONCE && unsent.hasNext(); i++) {
      feed.send(unsent.next());
    }
    if (!unsent.hasNext()) {
      feed.confirm();
    }
  }
}
