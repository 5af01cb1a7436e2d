package dev.ascent.pipeline.kafka;

import dev.ascent.wire.signature.SignatureHeader;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Reads records without interpreting them, so that a broken one can't stop its source. */
final class RawRecordSchema implements KafkaRecordDeserializationSchema<RawRecord> {
  private static final long serialVersionUID = 1L;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> read, Collector<RawRecord> out) {
    String key = read.key() == null ? null : new String(read.key(), StandardCharsets.UTF_8);
    Header header = read.headers().lastHeader(SignatureHeader.NAME);
    String signature =
        header == null || header.value() == null
            ? null
            : new String(header.value(), StandardCharsets.UTF_8);
    out.collect(
        new RawRecord(
            read.topic(),
            read.partition(),
            read.offset(),
            read.timestamp(),
            key,
            read.value(),
            signature));
  }

  @Override
  public TypeInformation<RawRecord> getProducedType() {
    return TypeInformation.of(RawRecord.class);
  }
}
