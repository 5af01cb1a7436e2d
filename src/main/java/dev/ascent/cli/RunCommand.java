package dev.ascent.cli;

import dev.ascent.embedded.TemporaryFolder;
import dev.ascent.lm.client.AllowedHosts;
import dev.ascent.lm.client.ProcessShare;
import dev.ascent.pipeline.AscentJob;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.kafka.TopicSetup;
import dev.ascent.pipeline.rollout.ModelAccess;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the job in this process, against a Kafka cluster. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Run the job against a Kafka cluster until Ctrl-C or SIGTERM; makes the topics it needs.",
      "It finds its pools in the journal: start it again and it goes on where it was."
    })
final class RunCommand implements Callable<Integer> {
  private static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  @Spec private CommandSpec spec;

  @Mixin private KafkaOptions kafka;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "Subtasks of each stage (default: one for each processor).")
  private Integer parallelism;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "4",
      description = "Partitions of topics that have to be made (default: ${DEFAULT-VALUE}).")
  private int partitions;

  @Option(
      names = "--replication",
      paramLabel = "N",
      defaultValue = "1",
      description = {
        "Replicas of topics that have to be made (default: ${DEFAULT-VALUE}).",
        "3 in production; two of them then have to confirm each record."
      })
  private int replication;

  @Option(
      names = "--allowed-hosts",
      paramLabel = "HOST",
      split = ",",
      description = {
        "Hosts that tasks may name for their models, such as api.openai.com or *.example.com;",
        "loopback is always allowed, and nothing else by default."
      })
  private List<String> allowedHosts = List.of();

  @Option(
      names = "--lm-processes",
      paramLabel = "N",
      defaultValue = "1",
      description = {
        "Processes that call the models of the same tasks; each takes an even part of what a",
        "profile allows in flight and a minute (default: ${DEFAULT-VALUE})."
      })
  private int lmProcesses;

  @Option(
      names = "--max-requests-per-host",
      paramLabel = "N",
      description = {
        "Calls to one host and port that this process has open at once, over all tasks",
        "(default: what the tasks' profiles allow)."
      })
  private Integer maxRequestsPerHost;

  @Option(
      names = "--audit-rollouts",
      description = "Write every rollout, with its trajectory, to the rollouts topic.")
  private boolean auditRollouts;

  @Option(
      names = "--model-kind",
      paramLabel = "KIND",
      defaultValue = "remote",
      description = {
        "What published programs say of the model: remote, local or simulated",
        "(default: ${DEFAULT-VALUE})."
      })
  private ModelKind modelKind;

  @Option(
      names = "--signing-key",
      paramLabel = "FILE|env:VARIABLE",
      description = {
        "Sign published programs with the private key in this PEM file, or in this environment",
        "variable; `ascent keys generate` makes one."
      })
  private String signingKey;

  @Override
  public Integer call() throws Exception {
    ProcessShare share = share();
    SigningKeys.source(signingKey);
    return kafka.with(cluster -> run(cluster, share));
  }

  private int run(KafkaCluster cluster, ProcessShare share) throws Exception {
    try (Progress progress = Progress.on(spec.commandLine().getErr(), Terminal.ofProcess());
        TemporaryFolder checkpoints = TemporaryFolder.create("ascent-checkpoints-")) {
      return run(cluster, share, checkpoints.path(), progress);
    }
  }

  private int run(KafkaCluster cluster, ProcessShare share, Path checkpoints, Progress progress)
      throws Exception {
    new TopicSetup(cluster.client(), partitions, replication).createMissing(cluster.topics());
    int subtasks = parallelism == null ? Runtime.getRuntime().availableProcessors() : parallelism;
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(
            subtasks, configuration(subtasks, checkpoints));
    environment.enableCheckpointing(CHECKPOINT_EVERY.toMillis());
    AscentSettings settings =
        AscentSettings.of(UUID.randomUUID().toString(), subtasks, modelKind)
            .withSigningKey(SigningKeys.source(signingKey));
    new AscentJob(
            cluster.client().getProperty(KafkaCluster.SERVERS),
            cluster.client(),
            cluster.topics(),
            auditRollouts)
        .addTo(environment, settings, ModelAccess.ofProcess(new AllowedHosts(allowedHosts), share));
    JobClient job = environment.executeAsync();
    progress.line(
        "running as "
            + settings.run()
            + " on "
            + cluster.client().getProperty(KafkaCluster.SERVERS)
            + ", topics "
            + cluster.topics().prefix()
            + ".*; Ctrl-C stops it");
    return await(job, progress);
  }

  private ProcessShare share() {
    try {
      return new ProcessShare(
          lmProcesses, maxRequestsPerHost == null ? Integer.MAX_VALUE : maxRequestsPerHost);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("--lm-processes, --max-requests-per-host: " + e.getMessage());
    }
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

  private static Configuration configuration(int subtasks, Path checkpoints) {
    Configuration configuration = new Configuration();
    configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, subtasks);
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(16));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(128));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(128));
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    return configuration;
  }
}
