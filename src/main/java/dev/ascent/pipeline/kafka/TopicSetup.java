package dev.ascent.pipeline.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.record.TimestampType;

/** Creates the topics that are missing, with the settings that the job relies on. */
public final class TopicSetup {
  private static final long TIMEOUT_SECONDS = 30;

  /** Of a record in any topic; clients have to allow for requests as large. */
  static final int LARGEST_RECORD_BYTES = 15 << 20;

  private static final String FOREVER = "-1";

  private final Properties client;
  private final int partitions;
  private final short replication;

  /**
   * Prepares to create topics.
   *
   * @param client properties of the admin client, {@code bootstrap.servers} among them
   * @param partitions of every topic
   * @param replication factor of every topic
   */
  public TopicSetup(Properties client, int partitions, int replication) {
    this.client = client;
    this.partitions = partitions;
    this.replication = (short) replication;
  }

  /**
   * Creates what is missing.
   *
   * @throws TimeoutException if the brokers do not answer in time
   * @throws KafkaException if a topic cannot be made; it names each of those
   */
  public void createMissing(Topics topics)
      throws ExecutionException, InterruptedException, TimeoutException {
    try (Admin admin = Admin.create(client)) {
      Set<String> existing = admin.listTopics().names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      List<NewTopic> missing = new ArrayList<>();
      topics.compacted().forEach(name -> missing.add(topic(name, compaction())));
      topics.retained().forEach(name -> missing.add(topic(name, retention(topics, name))));
      missing.removeIf(topic -> existing.contains(topic.name()));
      requireCreated(admin.createTopics(missing).values());
    }
  }

  /** Another process may have made a topic meanwhile; any other failure counts. */
  static void requireCreated(Map<String, KafkaFuture<Void>> results)
      throws InterruptedException, TimeoutException {
    List<String> problems = new ArrayList<>();
    Throwable first = null;
    for (Map.Entry<String, KafkaFuture<Void>> result : new TreeMap<>(results).entrySet()) {
      try {
        result.getValue().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          problems.add(result.getKey() + ": " + e.getCause().getMessage());
          first = first == null ? e.getCause() : first;
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new KafkaException("topics were not created: " + String.join("; ", problems), first);
    }
  }

  /**
   * The broker notes the time of every record. It would refuse those of a process whose clock is an
   * hour ahead, over and over, and expire early what one whose clock is behind has decided.
   */
  private NewTopic topic(String name, Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>(settings);
    all.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, TimestampType.LOG_APPEND_TIME.name);
    return new NewTopic(name, partitions, replication).configs(all);
  }

  private Map<String, String> compaction() {
    return Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        TopicConfig.CLEANUP_POLICY_COMPACT,
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
        String.valueOf(LARGEST_RECORD_BYTES),
        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
        String.valueOf(minInSync(replication)));
  }

  private Map<String, String> retention(Topics topics, String name) {
    String millis =
        name.equals(topics.journal()) ? FOREVER : String.valueOf(TimeUnit.DAYS.toMillis(7));
    return Map.of(
        TopicConfig.RETENTION_MS_CONFIG,
        millis,
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
        String.valueOf(LARGEST_RECORD_BYTES),
        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
        String.valueOf(minInSync(replication)));
  }

  /** How many replicas have to confirm a record, of so many. */
  static int minInSync(int replication) {
    return replication >= 3 ? 2 : 1;
  }
}
