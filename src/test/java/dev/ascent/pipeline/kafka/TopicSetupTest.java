package dev.ascent.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

class TopicSetupTest {
  private static final KafkaFuture<Void> CREATED = KafkaFuture.completedFuture(null);
  private static final KafkaFuture<Void> EXISTS = failed(new TopicExistsException("it exists"));

  @Test
  void aTopicThatAnotherProcessMadeIsNoFailure() {
    assertThatCode(() -> TopicSetup.requireCreated(Map.of("a", EXISTS, "b", CREATED)))
        .doesNotThrowAnyException();
  }

  @Test
  void aTopicThatCannotBeMadeIsNamedBesideOneThatExists() {
    KafkaFuture<Void> refused = failed(new PolicyViolationException("too many partitions"));

    assertThatThrownBy(
            () -> TopicSetup.requireCreated(Map.of("a", EXISTS, "b", refused, "c", refused)))
        .isInstanceOf(KafkaException.class)
        .hasMessage("topics were not created: b: too many partitions; c: too many partitions");
  }

  private static KafkaFuture<Void> failed(Exception cause) {
    KafkaFutureImpl<Void> failed = new KafkaFutureImpl<>();
    failed.completeExceptionally(cause);
    return failed;
  }
}
