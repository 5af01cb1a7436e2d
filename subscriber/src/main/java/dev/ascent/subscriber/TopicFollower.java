package dev.ascent.subscriber;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;

/**
 * Reads the programs topic from its beginning and then for ever, all partitions and without a
 * consumer group. A consumer that fails is closed and replaced; what is read twice has no effect.
 */
final class TopicFollower implements Runnable {
  /** Kafka answers a poll as soon as there is a record, however long the poll may wait. */
  private static final Duration POLL = Duration.ofMillis(500);

  private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Supplier<? extends Consumer<byte[], byte[]>> consumers;
  private final String topic;
  private final CurrentPrograms programs;
  private final ProgramListener listener;
  private final InstantSource clock;
  private final CountDownLatch caughtUp = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  private volatile Consumer<byte[], byte[]> open;
  private volatile Instant lastContact;
  private boolean isAway;

  /**
   * Prepares to read.
   *
   * @param consumers opens a consumer
   * @param clock tells when Kafka was heard of last
   */
  TopicFollower(
      Supplier<? extends Consumer<byte[], byte[]>> consumers,
      String topic,
      CurrentPrograms programs,
      ProgramListener listener,
      InstantSource clock) {
    this.consumers = consumers;
    this.topic = topic;
    this.programs = programs;
    this.listener = listener;
    this.clock = clock;
  }

  @Override
  public void run() {
    while (!isClosed()) {
      try {
        withConsumer();
      } catch (WakeupException wokenByClose) {
        return;
      } catch (RuntimeException e) {
        failed(e);
      }
      pause();
    }
  }

  private void withConsumer() {
    Consumer<byte[], byte[]> consumer = consumers.get();
    open = consumer;
    try {
      // Whoever closes while this opens wakes nobody.
      if (!isClosed()) {
        follow(consumer);
      }
    } finally {
      open = null;
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }

  /** Returns when closed, or when the topic has got other partitions. */
  private void follow(Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions = partitions(consumer);
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> missing = new HashMap<>(consumer.endOffsets(partitions, PATIENCE));
    Instant checked = heardOf();
    while (!isClosed()) {
      missing
          .entrySet()
          .removeIf(end -> consumer.position(end.getKey(), PATIENCE) >= end.getValue());
      if (missing.isEmpty()) {
        programs.settle();
        caughtUp.countDown();
      }
      for (ConsumerRecord<byte[], byte[]> read : consumer.poll(POLL)) {
        programs.offer(published(read));
      }
      Duration since = Duration.between(checked, clock.instant());
      // A clock that was set back tells nothing of the time since.
      if (since.isNegative() || since.compareTo(BETWEEN_CHECKS) >= 0) {
        if (isReachable(consumer, partitions) && !partitions(consumer).equals(partitions)) {
          return;
        }
        checked = clock.instant();
      }
    }
  }

  private List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions =
        Optional.ofNullable(consumer.partitionsFor(topic, PATIENCE)).orElse(List.of()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .sorted((one, other) -> Integer.compare(one.partition(), other.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new UnknownTopicOrPartitionException("there is no topic " + topic);
    }
    return partitions;
  }

  /** A poll does not tell an outage from a topic that nobody writes to. */
  private boolean isReachable(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    try {
      consumer.endOffsets(partitions, PATIENCE);
      heardOf();
      return true;
    } catch (TimeoutException e) {
      failed(e);
      return false;
    }
  }

  private Instant heardOf() {
    isAway = false;
    lastContact = clock.instant();
    return lastContact;
  }

  private void failed(RuntimeException cause) {
    if (!isAway) {
      isAway = true;
      listener.onFailure("reading " + topic, cause);
    }
  }

  private PublishedRecord published(ConsumerRecord<byte[], byte[]> read) {
    Header signature = read.headers().lastHeader(PublicKeys.HEADER);
    return new PublishedRecord(
        read.topic() + "/" + read.partition() + "/" + read.offset(),
        text(read.key()),
        read.value(),
        signature == null ? null : text(signature.value()));
  }

  private static String text(byte[] bytes) {
    return bytes == null ? null : new String(bytes, UTF_8);
  }

  /** When Kafka was heard of last; empty if it never was. */
  Optional<Instant> lastContact() {
    return Optional.ofNullable(lastContact);
  }

  /** Waits until all is in use that the topic held when it was opened, or for so long. */
  void awaitCaughtUp(Duration most) throws InterruptedException {
    caughtUp.await(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void pause() {
    try {
      closed.await(RETRY_AFTER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // Only who wants the thread to end interrupts it.
      closed.countDown();
      Thread.currentThread().interrupt();
    }
  }

  /** Has {@link #run} return soon. */
  void close() {
    closed.countDown();
    Consumer<byte[], byte[]> consumer = open;
    if (consumer != null) {
      consumer.wakeup();
    }
  }
}
