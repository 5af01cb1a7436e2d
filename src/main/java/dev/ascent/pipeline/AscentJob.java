package dev.ascent.pipeline;

import dev.ascent.pipeline.kafka.KafkaEnds;
import dev.ascent.pipeline.kafka.KafkaPipelineEnds;
import dev.ascent.pipeline.kafka.Topics;
import dev.ascent.pipeline.rollout.ModelAccess;
import java.time.Duration;
import java.util.Properties;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job against a Kafka cluster, as it runs everywhere. */
public final class AscentJob {
  /**
   * Every record is sent on at once. Records are few and each stands for calls that take far
   * longer, while a timeout short enough for the journal's round trip has a thread of every task
   * wake up all the time: at 2 ms that took a seventh of two cores.
   */
  private static final Duration BUFFER_TIMEOUT = Duration.ZERO;

  private final String bootstrapServers;
  private final Properties kafka;
  private final Topics topics;
  private final boolean auditRollouts;

  /**
   * Names the Kafka cluster.
   *
   * @param kafka properties of all clients, such as those of security
   */
  public AscentJob(
      String bootstrapServers, Properties kafka, Topics topics, boolean auditRollouts) {
    this.bootstrapServers = bootstrapServers;
    this.kafka = kafka;
    this.topics = topics;
    this.auditRollouts = auditRollouts;
  }

  /** What the job needs of the configuration of the environment that it is built in. */
  public static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(PipelineOptions.NAME, "ascent");
    configuration.set(ExecutionOptions.BUFFER_TIMEOUT, BUFFER_TIMEOUT);
    return configuration;
  }

  /** Adds the job to an environment. */
  public void addTo(
      StreamExecutionEnvironment environment, AscentSettings settings, ModelAccess models) {
    environment.configure(configuration(), AscentJob.class.getClassLoader());
    KafkaEnds ends = new KafkaEnds(bootstrapServers, topics.prefix(), kafka);
    new AscentPipeline(
            environment, settings, models, KafkaPipelineEnds.of(ends, topics, auditRollouts))
        .build();
  }
}
