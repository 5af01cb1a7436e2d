package dev.ascent.embedded;

import dev.ascent.pipeline.AscentJob;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.kafka.TopicSetup;
import dev.ascent.pipeline.kafka.Topics;
import dev.ascent.pipeline.rollout.ModelAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All of Ascent in this process: a Kafka broker, a Flink mini cluster and the job, in a temporary
 * folder and on free ports of loopback, so that any number can run beside each other.
 */
public final class EmbeddedAscent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedAscent.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final TemporaryFolder folder;
  private final EmbeddedBroker broker;
  private final JobClient job;
  private final Topics topics;

  private EmbeddedAscent(
      TemporaryFolder folder, EmbeddedBroker broker, JobClient job, Topics topics) {
    this.folder = folder;
    this.broker = broker;
    this.job = job;
    this.topics = topics;
  }

  /** Starts broker, cluster and job; returns when the job was submitted. */
  public static EmbeddedAscent start(AscentSettings settings, ModelAccess models) throws Exception {
    TemporaryFolder folder = TemporaryFolder.create("ascent-");
    try {
      EmbeddedBroker broker = EmbeddedBroker.start(folder.path());
      try {
        JobClient job = submit(settings, models, broker, folder.path());
        return new EmbeddedAscent(folder, broker, job, Topics.DEFAULT);
      } catch (Exception e) {
        closeAfter(e, broker);
        throw e;
      }
    } catch (Exception e) {
      closeAfter(e, folder);
      throw e;
    }
  }

  private static void closeAfter(Exception failure, AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }

  private static JobClient submit(
      AscentSettings settings, ModelAccess models, EmbeddedBroker broker, Path folder)
      throws Exception {
    createTopics(broker.bootstrapServers(), Topics.DEFAULT);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(
            settings.parallelism(), configuration(settings, folder));
    new AscentJob(broker.bootstrapServers(), new Properties(), Topics.DEFAULT, false)
        .addTo(environment, settings, models);
    return environment.executeAsync();
  }

  private static void createTopics(String bootstrapServers, Topics topics)
      throws ExecutionException, InterruptedException, TimeoutException {
    Properties client = new Properties();
    client.put("bootstrap.servers", bootstrapServers);
    new TopicSetup(client, 1, 1).createMissing(topics);
  }

  private static Configuration configuration(AscentSettings settings, Path folder) {
    Configuration configuration = new Configuration();
    configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, settings.parallelism());
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(16));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(96));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(96));
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(JobManagerOptions.ADDRESS, "127.0.0.1");
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder.toUri().toString());
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    return configuration;
  }

  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  public Topics topics() {
    return topics;
  }

  /** Whether the job has ended, which it never does by itself while all is well. */
  public boolean hasEnded() throws InterruptedException, ExecutionException {
    JobStatus status = job.getJobStatus().get();
    return status.isGloballyTerminalState();
  }

  /** Why the job ended; only once it has. */
  public Throwable failure() throws InterruptedException {
    try {
      job.getJobExecutionResult().get();
      return new IllegalStateException("the job ended without a failure");
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    try {
      job.cancel().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      awaitEnd();
    } catch (ExecutionException e) {
      LOG.debug("The job had ended by itself", e);
    } catch (TimeoutException e) {
      LOG.warn("The job did not stop within {}; its broker goes all the same", PATIENCE, e);
    } finally {
      try {
        broker.close();
      } finally {
        folder.close();
      }
    }
  }

  private void awaitEnd() throws InterruptedException, ExecutionException, TimeoutException {
    job.getJobExecutionResult()
        .handle((result, failure) -> result)
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}
