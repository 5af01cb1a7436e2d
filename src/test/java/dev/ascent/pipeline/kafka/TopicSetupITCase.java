package dev.ascent.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.embedded.EmbeddedBroker;
import dev.ascent.testing.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicSetupITCase {
  @TempDir private Path folder;

  /** A broker takes no times that are an hour ahead, where it does not note them itself. */
  @Test
  void aWriterWhoseClockIsADayOffIsHeardAtTheBrokersTime() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
      Properties client = new Properties();
      client.put("bootstrap.servers", broker.bootstrapServers());
      new TopicSetup(client, 1, 1).createMissing(Topics.DEFAULT);
      Instant before = Instant.now();

      send(client, before.plus(Duration.ofHours(26)), "ahead");
      send(client, before.minus(Duration.ofDays(400)), "behind");

      List<ConsumerRecord<byte[], byte[]>> read =
          TopicReader.all(broker.bootstrapServers(), Topics.DEFAULT.journal());
      assertThat(read).hasSize(2);
      assertThat(read)
          .allSatisfy(
              record ->
                  assertThat(Instant.ofEpochMilli(record.timestamp()))
                      .isBetween(before.minusMillis(1), Instant.now()));
    }
  }

  private static void send(Properties client, Instant time, String value) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  Topics.DEFAULT.journal(), null, time.toEpochMilli(), "task", value))
          .get(30, TimeUnit.SECONDS);
    }
  }
}
