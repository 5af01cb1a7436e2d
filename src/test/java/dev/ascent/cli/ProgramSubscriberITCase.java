package dev.ascent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.embedded.EmbeddedBroker;
import dev.ascent.embedded.JournalFollower;
import dev.ascent.embedded.simulated.FaultRates;
import dev.ascent.embedded.simulated.Latency;
import dev.ascent.embedded.simulated.SimulatedModelServer;
import dev.ascent.embedded.simulated.World;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.SigningKeySource;
import dev.ascent.pipeline.kafka.TopicSetup;
import dev.ascent.pipeline.kafka.TopicWriter;
import dev.ascent.pipeline.kafka.Topics;
import dev.ascent.subscriber.Program;
import dev.ascent.subscriber.ProgramSubscriber;
import dev.ascent.testing.JobRun;
import dev.ascent.testing.ServiceListener;
import dev.ascent.testing.TopicReader;
import dev.ascent.testing.WorldTask;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import dev.ascent.wire.task.TaskDefinitionCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service that uses what the job publishes, over promotions, rollbacks, forgeries and outages.
 */
class ProgramSubscriberITCase {
  private static final Topics TOPICS = Topics.DEFAULT;
  private static final World WORLD = World.named("six-keywords", 3);
  private static final Latency LATENCY = new Latency(Duration.ofMillis(5), 0.5);
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int EXAMPLES = 60_000;
  private static final int AT_ONCE = 60;
  private static final int ROLLBACKS = 9;
  private static final long NO_CAP = 1_000_000;
  private static final String HEADER = "ascent-signature";

  @TempDir Path folder;

  private final ServiceListener service = new ServiceListener();

  @Test
  void aServiceSwapsOnPromotionsAndRollbacksAndOnNothingElse() throws Exception {
    Path key = folder.resolve("ascent.key");
    assertThat(CommandRun.of("keys", "generate", "--out", key.toString()).status()).isZero();
    try (EmbeddedBroker broker = broker();
        SimulatedModelServer server =
            SimulatedModelServer.start(WORLD, 0, LATENCY, FaultRates.NONE)) {
      WorldTask task = WorldTask.stream(WORLD, EXAMPLES, "ascent", NO_CAP, server.baseUrl());
      AscentSettings settings =
          AscentSettings.of("run-1", 2, ModelKind.SIMULATED)
              .withSigningKey(SigningKeySource.of(key.toString()));
      try (JobRun run = JobRun.start(broker.bootstrapServers(), settings, folder);
          ProgramSubscriber subscriber = subscribe(broker, task.name(), key)) {
        promote(broker, run, task);
        service.await(program -> program.epoch() > 0);
        Program promoted = subscriber.current(task.name()).orElseThrow();

        List<Duration> swaps = rollBack(broker, task.name());

        assertThat(swaps.get(swaps.size() / 2))
            .as("the median of %s", swaps)
            .isLessThan(Duration.ofSeconds(1));
        assertThat(service.ids()).contains(promoted.id()).hasSizeGreaterThan(1);
        refusesAForgedRecordThatTheJobReplaces(broker, subscriber, task.name());
        ignoresARecordOfALowerEpoch(broker, subscriber, task.name());
        CommandRun shown =
            CommandRun.of(
                "programs",
                "list",
                "--public-key",
                key + ".pub",
                "--bootstrap-servers",
                broker.bootstrapServers());
        assertThat(shown.out()).contains(subscriber.current(task.name()).orElseThrow().id());
        assertThat(shown.err()).contains("is passed over: it is not signed");
      }
    }
  }

  private ProgramSubscriber subscribe(EmbeddedBroker broker, String task, Path key)
      throws Exception {
    return ProgramSubscriber.builder()
        .bootstrapServers(broker.bootstrapServers())
        .tasks(task)
        .publicKey(Path.of(key + ".pub"))
        .folder(folder.resolve("programs"))
        .listener(service)
        .start();
  }

  private void promote(EmbeddedBroker broker, JobRun run, WorldTask task) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    int sent = 0;
    try (TopicWriter writer = WorldTask.writer(broker.bootstrapServers())) {
      writer.send(TOPICS.tasks(), task.name(), TaskDefinitionCodec.encode(task.definition()));
      while (!service.sawEpochAbove(0)) {
        for (int i = 0; i < AT_ONCE && sent < EXAMPLES; i++) {
          writer.send(TOPICS.examples(), task.name(), task.example(sent++));
        }
        writer.confirm();
        service.awaitAny(Duration.ofMillis(50));
        run.check();
        assertThat(System.nanoTime()).as("waited too long for a promotion").isLessThan(end);
      }
    }
  }

  /**
   * Has the job go back and forth between two programs.
   *
   * @return from the writing of each program's record to its swap, shortest first
   */
  private List<Duration> rollBack(EmbeddedBroker broker, String task) throws Exception {
    long pinned = pin(broker, task);
    service.await(program -> program.epoch() >= pinned);
    List<Duration> swaps = new ArrayList<>();
    for (int i = 0; i < ROLLBACKS; i++) {
      Program before = service.last();
      CommandRun asked =
          CommandRun.of(
              "programs", "rollback", task, "--bootstrap-servers", broker.bootstrapServers());
      assertThat(asked.status()).as(asked.err()).isZero();
      service.await(program -> program.epoch() > before.epoch());
      assertThat(service.last().id()).isNotEqualTo(before.id());
      swaps.add(Duration.between(written(broker), service.lastSwap()));
    }
    return swaps.stream().sorted().toList();
  }

  /**
   * Nothing else is promoted from then on.
   *
   * @return the epoch of the champion that stays
   */
  private static long pin(EmbeddedBroker broker, String task) throws Exception {
    CommandRun asked =
        CommandRun.of("programs", "pin", task, "--bootstrap-servers", broker.bootstrapServers());
    assertThat(asked.status()).as(asked.err()).isZero();
    long end = System.nanoTime() + PATIENCE.toNanos();
    try (JournalFollower journal =
        new JournalFollower(broker.bootstrapServers(), TOPICS.journal(), task)) {
      while (!journal.pool().isPinned()) {
        journal.poll(Duration.ofMillis(50), (entry, pool) -> {});
        assertThat(System.nanoTime()).as("waited too long for the pin").isLessThan(end);
      }
      return journal.pool().champion().epoch();
    }
  }

  private static Instant written(EmbeddedBroker broker) {
    return Instant.ofEpochMilli(last(broker).timestamp());
  }

  private static ConsumerRecord<byte[], byte[]> last(EmbeddedBroker broker) {
    List<ConsumerRecord<byte[], byte[]>> records = programs(broker);
    return records.get(records.size() - 1);
  }

  private static List<ConsumerRecord<byte[], byte[]>> programs(EmbeddedBroker broker) {
    return TopicReader.all(broker.bootstrapServers(), TOPICS.programs());
  }

  private void refusesAForgedRecordThatTheJobReplaces(
      EmbeddedBroker broker, ProgramSubscriber subscriber, String task) throws Exception {
    Program before = subscriber.current(task).orElseThrow();
    long epoch = before.epoch() + 100;
    String forged = before.json().replace("\"epoch\":" + before.epoch(), "\"epoch\":" + epoch);
    int records = programs(broker).size();

    write(broker, task, forged.getBytes(UTF_8), null);

    service.awaitRefusal("it is not signed");
    assertThat(subscriber.current(task)).contains(before);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (programs(broker).size() < records + 2) {
      assertThat(System.nanoTime()).as("the job left the forged record last").isLessThan(end);
    }
    assertThat(last(broker).value()).isEqualTo(before.json().getBytes(UTF_8));
    assertThat(last(broker).headers().lastHeader(HEADER)).isNotNull();
  }

  private void ignoresARecordOfALowerEpoch(
      EmbeddedBroker broker, ProgramSubscriber subscriber, String task) throws Exception {
    Program before = subscriber.current(task).orElseThrow();
    ConsumerRecord<byte[], byte[]> first = programs(broker).get(0);
    int swaps = service.swaps();

    write(broker, task, first.value(), first.headers().lastHeader(HEADER));
    write(broker, task, "nonsense".getBytes(UTF_8), null);

    // What comes after it was read, and so was it.
    service.awaitRefusals(2);
    assertThat(subscriber.current(task)).contains(before);
    assertThat(service.swaps()).isEqualTo(swaps);
  }

  @Test
  void aServiceOutlivesAnOutageAndStartsDuringOne() throws Exception {
    EmbeddedBroker broker = broker();
    Path copies = folder.resolve("programs");
    try (ProgramSubscriber subscriber = unsigned(broker, copies)) {
      write(broker, "triage", record(1), null);
      service.await(program -> program.epoch() == 1);
      broker.close();
      service.awaitFailure();
      assertThat(subscriber.current("triage")).get().extracting(Program::epoch).isEqualTo(1L);

      ServiceListener late = new ServiceListener();
      try (ProgramSubscriber started =
          builder(broker, copies).listener(late).startPatience(Duration.ofSeconds(1)).start()) {
        assertThat(started.current("triage")).get().extracting(Program::epoch).isEqualTo(1L);
        assertThat(started.lastContact()).isEmpty();

        broker = broker.startAgain();
        write(broker, "triage", record(2), null);

        service.await(program -> program.epoch() == 2);
        late.await(program -> program.epoch() == 2);
        assertThat(started.lastContact()).isPresent();
      }
    } finally {
      broker.close();
    }
  }

  private ProgramSubscriber unsigned(EmbeddedBroker broker, Path copies) {
    return builder(broker, copies).listener(service).start();
  }

  private static ProgramSubscriber.Builder builder(EmbeddedBroker broker, Path copies) {
    return ProgramSubscriber.builder()
        .bootstrapServers(broker.bootstrapServers())
        .kafkaProperties(Map.of("reconnect.backoff.max.ms", "500"))
        .folder(copies);
  }

  private static byte[] record(long epoch) {
    return """
    {"version":1,"task":"triage","epoch":%d,"id":"00112233445566aa","model":{"name":"m"},
     "predictors":[{"name":"p","type":"Predict",
       "signature":{"inputs":[{"name":"q","type":"string","description":""}],
                    "outputs":[{"name":"a","type":"string","description":""}]},
       "messages":[{"role":"user","content":"{{q}}"}]}]}
    """
        .formatted(epoch)
        .getBytes(UTF_8);
  }

  private EmbeddedBroker broker() throws Exception {
    EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"));
    Properties client = new Properties();
    client.put("bootstrap.servers", broker.bootstrapServers());
    new TopicSetup(client, 1, 1).createMissing(TOPICS);
    return broker;
  }

  private static void write(EmbeddedBroker broker, String task, byte[] value, Header signature)
      throws Exception {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(TOPICS.programs(), task.getBytes(UTF_8), value);
    if (signature != null) {
      record.headers().add(signature);
    }
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(record).get();
    }
  }
}
