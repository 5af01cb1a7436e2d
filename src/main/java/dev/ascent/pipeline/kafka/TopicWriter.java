package dev.ascent.pipeline.kafka;

import java.util.ArrayDeque;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes records from outside of the job; none of them is lost without a word. */
public final class TopicWriter implements AutoCloseable {

  private final KafkaProducer<String, byte[]> producer;
  private final Queue<Future<RecordMetadata>> unconfirmed = new ArrayDeque<>();

  /**
   * Opens a producer.
   *
   * @param client its properties, {@code bootstrap.servers} among them
   */
  public TopicWriter(Properties client) {
    Properties properties = new Properties();
    properties.putAll(client);
    properties.put("acks", "all");
    properties.put("max.request.size", TopicSetup.LARGEST_RECORD_BYTES);
    this.producer =
        new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
  }

  /**
   * Hands a record over; {@link #confirm} tells whether it arrived.
   *
   * @throws ExecutionException if one of those before is known not to have been written
   */
  public void send(String topic, String key, byte[] value)
      throws ExecutionException, InterruptedException {
    while (!unconfirmed.isEmpty() && unconfirmed.element().isDone()) {
      unconfirmed.remove().get();
    }
    unconfirmed.add(producer.send(new ProducerRecord<>(topic, key, value)));
  }

  /**
   * Waits until all records that were handed over are written.
   *
   * @throws ExecutionException if one of them was not
   */
  public void confirm() throws ExecutionException, InterruptedException {
    producer.flush();
    for (Future<RecordMetadata> record : unconfirmed) {
      record.get();
    }
    unconfirmed.clear();
  }

  @Override
  public void close() {
    producer.close();
  }
}
