package dev.ascent.testing;

import dev.ascent.core.pool.JournalEntry;
import dev.ascent.wire.JournalCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics of one partition from their beginning. */
public final class TopicReader {
  private TopicReader() {}

  /** All records that stand in the topic now. */
  public static List<ConsumerRecord<byte[], byte[]>> all(String bootstrapServers, String topic) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", bootstrapServers);
    properties.put("max.partition.fetch.bytes", 16 << 20);
    // A consumer that is closed waits for the fetch that it has under way.
    properties.put("fetch.max.wait.ms", 10);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  /** A topic's values. */
  public static List<byte[]> values(String bootstrapServers, String topic) {
    return all(bootstrapServers, topic).stream().map(ConsumerRecord::value).toList();
  }

  /** All entries of the journal, void ones included. */
  public static List<JournalEntry> journal(String bootstrapServers, String topic) {
    return values(bootstrapServers, topic).stream().map(TopicReader::entry).toList();
  }

  private static JournalEntry entry(byte[] value) {
    try {
      return JournalCodec.decode(new String(value, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
