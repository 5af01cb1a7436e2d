package dev.ascent.pipeline.kafka;

import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** Makes the sources and sinks of the job's topics. */
public final class KafkaEnds {
  private final String bootstrapServers;
  private final String group;
  private final Properties properties;

  /**
   * @param group under which consumed offsets are committed
   * @param properties of all clients, such as those of security
   */
  public KafkaEnds(String bootstrapServers, String group, Properties properties) {
    this.bootstrapServers = bootstrapServers;
    this.group = group;
    this.properties = properties;
  }

  /** All of a topic, again and again at every start without a savepoint. */
  public KafkaSource<RawRecord> all(String topic) {
    return source(topic, OffsetsInitializer.earliest());
  }

  /** What a topic holds beyond the offsets that an earlier run committed. */
  @SuppressWarnings("deprecation") // The connector takes no successor of the strategy yet.
  public KafkaSource<RawRecord> unread(String topic) {
    return source(topic, OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST));
  }

  private KafkaSource<RawRecord> source(String topic, OffsetsInitializer start) {
    return KafkaSource.<RawRecord>builder()
        .setBootstrapServers(bootstrapServers)
        .setTopics(topic)
        .setGroupId(group)
        .setStartingOffsets(start)
        .setDeserializer(new RawRecordSchema())
        .setProperties(properties)
        .setClientIdPrefix(group + "-" + topic)
        .build();
  }

  /** At-least-once: readers of every topic cope with a record that stands there twice. */
  public KafkaSink<OutgoingRecord> sink(String topic) {
    return KafkaSink.<OutgoingRecord>builder()
        .setBootstrapServers(bootstrapServers)
        .setRecordSerializer(new OutgoingRecordSchema(topic))
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setKafkaProducerConfig(properties)
        .setProperty("acks", "all")
        .setProperty("max.request.size", String.valueOf(TopicSetup.LARGEST_RECORD_BYTES))
        .build();
  }
}
