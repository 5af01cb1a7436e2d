package dev.ascent.testing;

import dev.ascent.lm.client.AllowedHosts;
import dev.ascent.pipeline.AscentJob;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.kafka.Topics;
import dev.ascent.pipeline.rollout.ModelAccess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the job on a mini cluster of its own, with checkpoints that outlive it. */
public final class JobRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(700);

  private final JobClient job;
  private final Path checkpoints;
  private boolean killed;

  private JobRun(JobClient job, Path checkpoints) {
    this.job = job;
    this.checkpoints = checkpoints;
  }

  /** Starts a run without any state. */
  public static JobRun start(String bootstrapServers, AscentSettings settings, Path checkpoints)
      throws Exception {
    return start(bootstrapServers, settings, checkpoints, new Configuration());
  }

  /** Starts a run without any state that writes the audit trail of its rollouts, too. */
  public static JobRun startAudited(
      String bootstrapServers, AscentSettings settings, Path checkpoints) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    return start(
        bootstrapServers,
        settings,
        ModelAccess.ofProcess(AllowedHosts.LOOPBACK),
        checkpoints,
        configuration,
        true);
  }

  /** Starts a run that Flink starts again whenever it fails. */
  public static JobRun startPersistent(
      String bootstrapServers, AscentSettings settings, ModelAccess models, Path checkpoints)
      throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
    return start(bootstrapServers, settings, models, checkpoints, configuration);
  }

  /** Starts a run that goes on from a checkpoint. */
  public static JobRun restore(
      String bootstrapServers, AscentSettings settings, Path checkpoints, Path from)
      throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, from.toUri().toString());
    return start(bootstrapServers, settings, checkpoints, configuration);
  }

  private static JobRun start(
      String bootstrapServers,
      AscentSettings settings,
      Path checkpoints,
      Configuration configuration)
      throws Exception {
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    return start(
        bootstrapServers,
        settings,
        ModelAccess.ofProcess(AllowedHosts.LOOPBACK),
        checkpoints,
        configuration);
  }

  private static JobRun start(
      String bootstrapServers,
      AscentSettings settings,
      ModelAccess models,
      Path checkpoints,
      Configuration configuration)
      throws Exception {
    return start(bootstrapServers, settings, models, checkpoints, configuration, false);
  }

  private static JobRun start(
      String bootstrapServers,
      AscentSettings settings,
      ModelAccess models,
      Path checkpoints,
      Configuration configuration,
      boolean audited)
      throws Exception {
    configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, settings.parallelism());
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(16));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(96));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(96));
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(JobManagerOptions.ADDRESS, "127.0.0.1");
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
    configuration.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(settings.parallelism(), configuration);
    new AscentJob(bootstrapServers, new Properties(), Topics.DEFAULT, audited)
        .addTo(environment, settings, models);
    return new JobRun(environment.executeAsync(), checkpoints);
  }

  /** The latest checkpoint that is complete. */
  public Optional<Path> latestCheckpoint() throws IOException {
    Path ofJob = checkpoints.resolve(job.getJobID().toHexString());
    if (!Files.isDirectory(ofJob)) {
      return Optional.empty();
    }
    try (Stream<Path> folders = Files.list(ofJob)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("_metadata")))
          .max(Comparator.comparingInt(JobRun::number));
    }
  }

  /** Writes a savepoint below the folder of checkpoints while the job goes on; returns where. */
  public Path savepoint() throws InterruptedException, ExecutionException, TimeoutException {
    String below = checkpoints.resolve("savepoints").toUri().toString();
    String written =
        job.triggerSavepoint(below, SavepointFormatType.CANONICAL).get(180, TimeUnit.SECONDS);
    return Path.of(URI.create(written));
  }

  private static int number(Path checkpoint) {
    String name = checkpoint.getFileName().toString();
    return Integer.parseInt(name.substring(name.indexOf('-') + 1));
  }

  /** Fails with the job's failure if it has ended. */
  public void check() throws InterruptedException, ExecutionException {
    if (job.getJobStatus().get().isGloballyTerminalState()) {
      job.getJobExecutionResult().get();
    }
  }

  /** Ends the job where it stands; nothing is drained. */
  public void kill() throws InterruptedException, ExecutionException, TimeoutException {
    killed = true;
    job.cancel().get(60, TimeUnit.SECONDS);
    job.getJobExecutionResult().handle((result, failure) -> result).get(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws InterruptedException, TimeoutException {
    if (killed) {
      return;
    }
    try {
      kill();
    } catch (ExecutionException | IllegalStateException e) {
      // It has failed, which check tells, and its cluster is gone.
      LOG.debug("The job ended by itself", e);
    }
  }
}
