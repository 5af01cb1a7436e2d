package dev.ascent.cli;

import dev.ascent.embedded.TemporaryFolder;
import dev.ascent.job.GivenOptions;
import dev.ascent.job.JobConfig;
import dev.ascent.job.JobFlags;
import dev.ascent.job.JobOption;
import dev.ascent.job.JobOptions;
import dev.ascent.job.OptionFailure;
import dev.ascent.pipeline.AscentJob;
import dev.ascent.pipeline.kafka.JournalTopic;
import dev.ascent.pipeline.kafka.TopicSetup;
import dev.ascent.redaction.RedactionSettings;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the job in this process, against a Kafka cluster. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    modelTransformer = RunCommand.Flags.class,
    description = {
      "Run the job against a Kafka cluster until Ctrl-C or SIGTERM; makes the topics it needs.",
      "It finds its pools in the journal: start it again and it goes on where it was."
    })
final class RunCommand implements Callable<Integer> {
  /** People try it on one broker. */
  private static final JobOption<Integer> REPLICATION = JobOptions.replication(1);

  private static final List<JobOption<?>> OPTIONS = options();

  private static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  @Spec private CommandSpec spec;

  @Mixin private KafkaOptions kafka;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "Subtasks of each stage (default: one for each processor).")
  private Integer parallelism;

  /** All but those that name the Kafka cluster, which every command has. */
  private static List<JobOption<?>> options() {
    List<JobOption<?>> options = new ArrayList<>(JobOptions.ALL);
    options.removeAll(List.of(JobOptions.BOOTSTRAP_SERVERS, JobOptions.TOPIC_PREFIX));
    options.set(options.indexOf(JobOptions.REPLICATION), REPLICATION);
    return options;
  }

  @Override
  public Integer call() throws Exception {
    int subtasks = parallelism == null ? Runtime.getRuntime().availableProcessors() : parallelism;
    if (subtasks < 1) {
      throw CommandFailure.usage("--parallelism: expected a number from 1 on, found " + subtasks);
    }
    JobConfig config = config(subtasks);
    SigningKeys.require(config.settings().signingKey());
    requireRedaction(config.settings().redaction());
    return kafka.with(cluster -> run(cluster, config));
  }

  /** What the stages would find wrong as they open, again and again. */
  private static void requireRedaction(RedactionSettings redaction) {
    try {
      redaction.records();
    } catch (IllegalArgumentException | IOException e) {
      throw new CommandFailure(ExitCode.USAGE, "what is to be redacted: " + reason(e), e);
    }
  }

  private static String reason(Exception failure) {
    return failure instanceof NoSuchFileException missing
        ? missing.getFile() + ": there is no such file"
        : failure.getMessage();
  }

  private JobConfig config(int subtasks) {
    GivenOptions given = new GivenOptions(System.getenv());
    given.flag(REPLICATION, REPLICATION.defaultText());
    JobFlags.collect(spec.commandLine().getParseResult(), OPTIONS, given);
    try {
      return JobConfig.of(given, UUID.randomUUID().toString(), subtasks);
    } catch (OptionFailure e) {
      throw CommandFailure.usage(e.getMessage());
    }
  }

  private int run(KafkaCluster cluster, JobConfig config) throws Exception {
    try (Progress progress = Progress.on(spec.commandLine().getErr(), Terminal.ofProcess());
        TemporaryFolder files = TemporaryFolder.create("ascent-run-")) {
      return run(cluster, config, files.path(), progress);
    }
  }

  private int run(KafkaCluster cluster, JobConfig config, Path files, Progress progress)
      throws Exception {
    new TopicSetup(cluster.client(), config.partitions(), config.replication())
        .createMissing(cluster.topics());
    JournalTopic journal = JournalTopic.read(cluster.client(), cluster.topics().journal());
    journal.require(config.partitions(), config.replication());
    journal.warnings().forEach(progress::line);
    int subtasks = config.settings().parallelism();
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(subtasks, configuration(subtasks, files));
    environment.enableCheckpointing(CHECKPOINT_EVERY.toMillis());
    new AscentJob(
            cluster.client().getProperty(KafkaCluster.SERVERS),
            cluster.client(),
            cluster.topics(),
            config.auditRollouts())
        .addTo(
            environment,
            config.settings().withSnapshotEvery(journal.snapshotEvery()),
            config.models());
    JobClient job = environment.executeAsync();
    progress.line(
        "running as "
            + config.settings().run()
            + " on "
            + cluster.client().getProperty(KafkaCluster.SERVERS)
            + ", topics "
            + cluster.topics().prefix()
            + ".*; Ctrl-C stops it");
    return await(job, progress);
  }

  private static int await(JobClient job, Progress progress) throws Exception {
    try {
      job.getJobExecutionResult().get();
      return ExitCode.OK.code();
    } catch (InterruptedException e) {
      progress.line("stopping");
      stop(job, progress);
      return ExitCode.INTERRUPTED.code();
    }
  }

  /** Waits no longer than the process has to end in order. */
  private static void stop(JobClient job, Progress progress) throws Exception {
    try {
      job.cancel().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      job.getJobExecutionResult()
          .handle((result, failure) -> result)
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      progress.line("the job did not stop in time; the process ends all the same");
    }
  }

  private static Configuration configuration(int subtasks, Path files) {
    Configuration configuration = new Configuration();
    configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, subtasks);
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(16));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(128));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(128));
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        files.resolve("checkpoints").toUri().toString());
    // Flink leaves its own files there, where the process ends before its cluster has.
    configuration.set(CoreOptions.TMP_DIRS, files.resolve("flink").toString());
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    return configuration;
  }

  static final class Flags implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      JobFlags.addTo(command, OPTIONS);
      return command;
    }
  }
}
