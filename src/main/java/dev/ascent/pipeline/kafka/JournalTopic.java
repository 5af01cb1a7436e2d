package dev.ascent.pipeline.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The journal's topic as the brokers have it. A decision must not get lost, and all entries of a
 * task have to stand in one partition: whoever made or changed the topic, a job that cannot rely on
 * this does not start.
 *
 * @param name of the topic
 * @param partitions how many it has
 * @param replicas the fewest that one of its partitions has
 * @param minInSync how many of them have to confirm an entry
 * @param cleanup Kafka's cleanup policy
 * @param retentionMillis how long entries are kept, or -1 for ever
 */
public record JournalTopic(
    String name,
    int partitions,
    int replicas,
    int minInSync,
    String cleanup,
    long retentionMillis) {
  private static final long TIMEOUT_SECONDS = 30;
  private static final long BETWEEN_LOOKS_MILLIS = 200;
  private static final int MOST_LOOKS = 100;

  /** Between snapshots of an idle task where nothing calls for more of them. */
  public static final Duration RARELY = Duration.ofDays(30);

  /** Of the time that entries are kept. */
  private static final int SNAPSHOTS_KEPT = 4;

  /**
   * Asks the brokers.
   *
   * @param client properties of the admin client, {@code bootstrap.servers} among them
   * @throws TimeoutException if they do not answer in time
   */
  public static JournalTopic read(Properties client, String name)
      throws ExecutionException, InterruptedException, TimeoutException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
    try (Admin admin = Admin.create(client)) {
      TopicDescription topic = description(admin, name);
      Config config =
          admin
              .describeConfigs(List.of(resource))
              .all()
              .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
              .get(resource);
      return new JournalTopic(
          name,
          topic.partitions().size(),
          topic.partitions().stream().mapToInt(p -> p.replicas().size()).min().orElse(0),
          Integer.parseInt(config.get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG).value()),
          config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value(),
          Long.parseLong(config.get(TopicConfig.RETENTION_MS_CONFIG).value()));
    }
  }

  /** Waits for a broker that does not know yet of a topic that was just made. */
  private static TopicDescription description(Admin admin, String name)
      throws ExecutionException, InterruptedException, TimeoutException {
    for (int look = 1; ; look++) {
      try {
        return admin
            .describeTopics(List.of(name))
            .allTopicNames()
            .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .get(name);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || look == MOST_LOOKS) {
          throw e;
        }
        Thread.sleep(BETWEEN_LOOKS_MILLIS);
      }
    }
  }

  /**
   * Refuses a topic that decisions could get lost in.
   *
   * @param wantedPartitions that the topic was made with
   * @param wantedReplicas at least so many; from 3 on, two of them have to confirm
   * @throws UnfitTopicException that names all that is wrong and what to do about it
   */
  public void require(int wantedPartitions, int wantedReplicas) {
    List<String> problems = new ArrayList<>();
    if (partitions != wantedPartitions) {
      problems.add(
          "it has "
              + partitions
              + " partitions instead of "
              + wantedPartitions
              + ": if it was made so, ask for as many; if it got more later, tasks have entries in"
              + " two partitions, and it has to be made anew");
    }
    if (replicas < wantedReplicas) {
      problems.add("it has " + replicas + " replicas instead of " + wantedReplicas);
    }
    if (minInSync < TopicSetup.minInSync(wantedReplicas)) {
      problems.add(
          TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG
              + " is "
              + minInSync
              + " instead of "
              + TopicSetup.minInSync(wantedReplicas)
              + ", so that the loss of one broker may lose decisions");
    }
    if (cleanup.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
      problems.add(TopicConfig.CLEANUP_POLICY_CONFIG + " is " + cleanup + ", which drops entries");
    }
    if (!problems.isEmpty()) {
      throw new UnfitTopicException("the topic " + name + ": " + String.join("; ", problems));
    }
  }

  /**
   * How often all of a pool has to be written, so that it never expires as a whole: each quarter of
   * the time that entries are kept, and each 30 days at least.
   */
  public Duration snapshotEvery() {
    Duration quarter = Duration.ofMillis(retentionMillis / SNAPSHOTS_KEPT);
    return retentionMillis < 0 || quarter.compareTo(RARELY) > 0 ? RARELY : quarter;
  }

  /** What is worth saying of it before it hurts; empty where nothing is. */
  public List<String> warnings() {
    return retentionMillis < 0
        ? List.of()
        : List.of(
            "the topic "
                + name
                + " keeps entries for "
                + TimeUnit.MILLISECONDS.toDays(retentionMillis)
                + " days: a job that stands still for longer, and starts without a savepoint,"
                + " knows nothing of its tasks; set "
                + TopicConfig.RETENTION_MS_CONFIG
                + " to -1");
  }
}
