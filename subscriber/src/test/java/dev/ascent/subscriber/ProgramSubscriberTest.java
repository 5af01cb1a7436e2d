package dev.ascent.subscriber;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProgramSubscriberTest {
  private static final String TOPIC = "shop.programs";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  @TempDir Path folder;

  private final RecordingListener listener = new RecordingListener();
  private long offset;

  /** A consumer of a topic that holds so many records, which are added once it is assigned. */
  private MockConsumer<byte[], byte[]> consumer(PublishedRecord... records) {
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    Node node = new Node(0, "127.0.0.1", 1);
    consumer.updatePartitions(
        TOPIC, List.of(new PartitionInfo(TOPIC, 0, node, new Node[] {node}, new Node[] {node})));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, (long) records.length));
    consumer.schedulePollTask(
        () -> {
          for (PublishedRecord record : records) {
            add(consumer, record);
          }
        });
    return consumer;
  }

  private void add(MockConsumer<byte[], byte[]> consumer, PublishedRecord record) {
    consumer.addRecord(
        new ConsumerRecord<>(TOPIC, 0, offset++, record.task().getBytes(UTF_8), record.value()));
  }

  private ProgramSubscriber.Builder builder() {
    return ProgramSubscriber.builder()
        .bootstrapServers("127.0.0.1:1")
        .topicPrefix("shop")
        .clock(CLOCK)
        .listener(listener);
  }

  @Test
  void startsWithTheLastProgramAndFollowsTheNext() throws Exception {
    MockConsumer<byte[], byte[]> consumer =
        consumer(Records.unsigned("triage", 0), Records.unsigned("triage", 1));
    try (ProgramSubscriber subscriber = builder().consumers(() -> consumer).start()) {
      assertThat(subscriber.current("triage")).get().extracting(Program::epoch).isEqualTo(1L);
      assertThat(subscriber.current("billing")).isEmpty();
      assertThat(subscriber.lastContact()).contains(Instant.EPOCH);
      assertThat(listener.told()).containsExactly("triage@1");

      consumer.schedulePollTask(() -> add(consumer, Records.unsigned("triage", 2)));

      assertThat(listener.next()).isEqualTo("triage@2");
      assertThat(subscriber.current().get("triage").epoch()).isEqualTo(2);
    }
    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void aConsumerThatFailsIsReplacedAndNothingIsUsedTwice() throws Exception {
    MockConsumer<byte[], byte[]> failing = consumer(Records.unsigned("triage", 1));
    failing.schedulePollTask(() -> failing.setPollException(new KafkaException("lost")));
    AtomicInteger opened = new AtomicInteger();
    try (ProgramSubscriber subscriber =
        builder()
            .consumers(
                () -> {
                  offset = 0;
                  return opened.incrementAndGet() == 1
                      ? failing
                      : consumer(Records.unsigned("triage", 1), Records.unsigned("triage", 2));
                })
            .start()) {
      assertThat(listener.next()).isEqualTo("triage@1");
      assertThat(listener.next()).isEqualTo("failed reading shop.programs");
      assertThat(listener.next()).isEqualTo("triage@2");
      assertThat(subscriber.current("triage")).isPresent();
    }
  }

  @Test
  void withoutKafkaItStartsFromDiskAndTellsTheOutageOnce() throws Exception {
    MockConsumer<byte[], byte[]> consumer = consumer(Records.unsigned("triage", 7));
    builder().folder(folder).consumers(() -> consumer).start().close();
    listener.told();
    AtomicInteger tries = new AtomicInteger();

    try (ProgramSubscriber subscriber =
        builder()
            .folder(folder)
            .startPatience(Duration.ofMillis(2500))
            .consumers(
                () -> {
                  tries.incrementAndGet();
                  throw new KafkaException("no broker");
                })
            .start()) {
      assertThat(subscriber.current("triage")).get().extracting(Program::epoch).isEqualTo(7L);
      assertThat(subscriber.lastContact()).isEmpty();
      assertThat(tries.get()).isGreaterThan(1);
      assertThat(listener.told()).containsExactly("triage@7", "failed reading shop.programs");
    }
  }

  @Test
  void aTopicThatIsMissingIsTold() throws Exception {
    try (ProgramSubscriber subscriber =
        builder()
            .startPatience(Duration.ZERO)
            .consumers(() -> new MockConsumer<byte[], byte[]>("earliest"))
            .start()) {
      assertThat(listener.next()).isEqualTo("failed reading shop.programs");
      assertThat(subscriber.current()).isEmpty();
    }
  }

  @Test
  void aListenerThatThrowsKeepsNothingFromBeingUsed() {
    MockConsumer<byte[], byte[]> consumer = consumer(Records.unsigned("triage", 1));
    ProgramListener broken =
        new ProgramListener() {
          @Override
          public void onProgram(Program program) {
            throw new IllegalStateException("broken on purpose");
          }
        };
    try (ProgramSubscriber subscriber =
        builder().listener(broken).consumers(() -> consumer).start()) {
      assertThat(subscriber.current("triage")).isPresent();
    }
  }

  @Test
  void closingWhileKafkaIsAwayIsPrompt() {
    ProgramSubscriber subscriber =
        builder()
            .startPatience(Duration.ZERO)
            .consumers(
                () -> {
                  throw new KafkaException("no broker");
                })
            .start();
    long start = System.nanoTime();

    subscriber.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void wrongSettingsAreRefusedAtTheStart() {
    assertThatThrownBy(() -> ProgramSubscriber.builder().start())
        .hasMessageContaining("no broker is named");
    assertThatThrownBy(() -> ProgramSubscriber.builder().publicKey("nonsense"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PUBLIC KEY");
    assertThatThrownBy(
            () ->
                ProgramSubscriber.builder()
                    .publicKey("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"))
        .hasMessageContaining("expected an Ed25519 public key");
  }
}
