package dev.ascent.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicWriterTest {
  private final TopicWriter nowhere = new TopicWriter(clientOfNobody());

  private static Properties clientOfNobody() {
    Properties client = new Properties();
    client.put("bootstrap.servers", "127.0.0.1:1");
    client.put("max.block.ms", "100");
    return client;
  }

  @AfterEach
  void close() {
    nowhere.close();
  }

  @Test
  void theNextRecordTellsThatOneBeforeItDidNotArrive() throws Exception {
    nowhere.send("topic", "key", new byte[0]);

    assertThatThrownBy(() -> nowhere.send("topic", "key", new byte[0]))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void confirmingTellsThatTheLastOneDidNotArrive() throws Exception {
    nowhere.send("topic", "key", new byte[0]);

    assertThatThrownBy(nowhere::confirm).isInstanceOf(ExecutionException.class);
  }
}
