package dev.ascent.embedded;

import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.pool.Replayed;
import dev.ascent.wire.JournalCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Follows one task's pool from outside of the job, by applying its journal as the job does. */
public final class JournalFollower implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private Pool pool;

  public JournalFollower(String bootstrapServers, String journal, String task) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", bootstrapServers);
    properties.put("max.partition.fetch.bytes", 16 << 20);
    this.consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.pool = Pool.empty(task);
    List<TopicPartition> partitions =
        consumer.partitionsFor(journal).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** The pool as of the last entry that was read. */
  public Pool pool() {
    return pool;
  }

  /**
   * Reads the entries that come within the time. An interrupt ends the wait and stays set.
   *
   * @param applied is given every entry that applied, and the pool after it
   * @throws IOException if an entry can't be read, or entries before it are missing
   */
  public void poll(Duration time, BiConsumer<JournalEntry, Pool> applied) throws IOException {
    for (ConsumerRecord<byte[], byte[]> read : records(time)) {
      JournalEntry entry = JournalCodec.decode(new String(read.value(), StandardCharsets.UTF_8));
      if (entry.task().equals(pool.task())) {
        follow(entry, applied);
      }
    }
  }

  private void follow(JournalEntry entry, BiConsumer<JournalEntry, Pool> applied)
      throws IOException {
    Replayed replayed = Replay.apply(pool, entry);
    if (replayed instanceof Replayed.Applied change) {
      pool = change.pool();
      applied.accept(entry, pool);
    } else if (replayed instanceof Replayed.Gap gap) {
      throw new IOException("task " + pool.task() + " can't be followed: " + gap.missing());
    }
  }

  private ConsumerRecords<byte[], byte[]> records(Duration time) {
    try {
      return consumer.poll(time);
    } catch (InterruptException e) {
      // Kafka has set the thread's flag again, which is how the caller learns of it.
      return ConsumerRecords.empty();
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
