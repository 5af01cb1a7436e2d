package dev.ascent.cli;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic from its beginning, without being a member of any group. */
final class TopicReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int LARGEST_FETCH_BYTES = 16 << 20;

  private final KafkaConsumer<String, byte[]> consumer;
  private final List<TopicPartition> partitions;

  /**
   * Opens a reader.
   *
   * @param client properties of the consumer, {@code bootstrap.servers} among them
   */
  TopicReader(Properties client, String topic) {
    Properties properties = new Properties();
    properties.putAll(client);
    properties.put("enable.auto.commit", "false");
    properties.put("allow.auto.create.topics", "false");
    properties.put("max.partition.fetch.bytes", LARGEST_FETCH_BYTES);
    this.consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    this.partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Reads all records that were there when this was called. */
  void readToEnd(Consumer<ConsumerRecord<String, byte[]>> each) {
    Map<TopicPartition, Long> missing = new HashMap<>(consumer.endOffsets(partitions));
    missing.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
    while (!missing.isEmpty()) {
      consumer.poll(POLL).forEach(each);
      missing.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
    }
  }

  /** The last value of every key, of which a tombstone leaves none, in the order of first use. */
  Map<String, byte[]> latest() {
    Map<String, byte[]> latest = new LinkedHashMap<>();
    readToEnd(
        read -> {
          if (read.value() == null) {
            latest.remove(read.key());
          } else if (read.key() != null) {
            latest.put(read.key(), read.value());
          }
        });
    return latest;
  }

  /** Reads all records there are and all that come, until the thread is interrupted. */
  void follow(Consumer<ConsumerRecord<String, byte[]>> each) {
    while (!Thread.currentThread().isInterrupted()) {
      consumer.poll(POLL).forEach(each);
    }
  }

  /** Closes in order even if the thread was interrupted, and leaves it interrupted. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      consumer.close();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
