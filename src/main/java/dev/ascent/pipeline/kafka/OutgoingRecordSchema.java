package dev.ascent.pipeline.kafka;

import dev.ascent.wire.signature.SignatureHeader;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes records to one topic; Kafka's own partitioner hashes their keys by murmur2. */
final class OutgoingRecordSchema implements KafkaRecordSerializationSchema<OutgoingRecord> {
  private static final long serialVersionUID = 1L;

  private final String topic;

  OutgoingRecordSchema(String topic) {
    this.topic = topic;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      OutgoingRecord outgoing, KafkaSinkContext context, Long timestamp) {
    byte[] key = outgoing.key() == null ? null : outgoing.key().getBytes(StandardCharsets.UTF_8);
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, outgoing.value());
    if (outgoing.signature() != null) {
      record
          .headers()
          .add(SignatureHeader.NAME, outgoing.signature().getBytes(StandardCharsets.UTF_8));
    }
    return record;
  }
}
