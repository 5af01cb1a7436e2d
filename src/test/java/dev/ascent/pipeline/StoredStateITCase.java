package dev.ascent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.pool.Pool;
import dev.ascent.embedded.EmbeddedBroker;
import dev.ascent.embedded.JournalFollower;
import dev.ascent.embedded.simulated.FaultRates;
import dev.ascent.embedded.simulated.Latency;
import dev.ascent.embedded.simulated.SimulatedModelServer;
import dev.ascent.embedded.simulated.World;
import dev.ascent.pipeline.kafka.TopicSetup;
import dev.ascent.pipeline.kafka.TopicWriter;
import dev.ascent.pipeline.kafka.Topics;
import dev.ascent.testing.JobRun;
import dev.ascent.testing.StoredState;
import dev.ascent.testing.TopicReader;
import dev.ascent.testing.WorldTask;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import dev.ascent.wire.record.CommandRecord;
import dev.ascent.wire.record.DeadLetterRecord;
import dev.ascent.wire.record.ExamplesRecord;
import dev.ascent.wire.record.StatusRecord;
import dev.ascent.wire.task.TaskDefinitionCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** State that versions of the job stored, from which this one has to go on. */
class StoredStateITCase {
  private static final Path STORED = Path.of("src/test/resources/state");
  private static final Topics TOPICS = Topics.DEFAULT;
  private static final World WORLD = World.named("six-keywords", 3);
  private static final Latency LATENCY = new Latency(Duration.ofMillis(5), 0.5);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int EXAMPLES = 400;
  private static final long NO_CAP = 1_000_000;

  @TempDir Path folder;
  private EmbeddedBroker broker;
  private SimulatedModelServer server;
  private TopicWriter writer;
  private WorldTask task;

  static Stream<StoredState> versions() throws IOException {
    try (Stream<Path> files = Files.list(STORED)) {
      return files.sorted().map(StoredState::new).toList().stream();
    }
  }

  @BeforeEach
  void startBrokerAndModel() throws Exception {
    broker = EmbeddedBroker.start(folder.resolve("broker"));
    server = SimulatedModelServer.start(WORLD, 0, LATENCY, FaultRates.NONE);
    Properties client = new Properties();
    client.put("bootstrap.servers", broker.bootstrapServers());
    new TopicSetup(client, 1, 1).createMissing(TOPICS);
    writer = WorldTask.writer(broker.bootstrapServers());
    task = WorldTask.stream(WORLD, EXAMPLES, "ascent", NO_CAP, server.baseUrl());
  }

  @AfterEach
  void stopBrokerAndModel() {
    writer.close();
    server.close();
    broker.close();
  }

  @ParameterizedTest(name = "of {0}")
  @MethodSource("versions")
  void goesOnFromTheState(StoredState stored) throws Exception {
    Path savepoint = stored.layOut(folder, writer);
    ExamplesRecord counted = lastStatus().examples();
    try (JobRun run =
            JobRun.restore(broker.bootstrapServers(), settings("run-2"), folder, savepoint);
        JournalFollower journal = follow()) {
      await(run, journal, () -> journal.pool().owner().startsWith("run-2"));
      Pool before = journal.pool();
      assertThat(before.isPaused()).isTrue();

      writer.send(TOPICS.examples(), task.name(), task.example(0));
      writer.confirm();
      await(run, journal, () -> !deadLetters().isEmpty());
      assertThat(deadLetters().get(0).reason()).isEqualTo("a record of this id was seen before");

      // Its examples stand in the state alone: the offsets of their topic are behind them.
      writer.send(TOPICS.tasks(), task.name(), TaskDefinitionCodec.encode(task.definition()));
      task.command(writer, TOPICS, CommandRecord.Kind.RESUME);
      await(run, journal, () -> journal.pool().counts().steps() >= before.counts().steps() + 2);

      ExamplesRecord now = lastStatus().examples();
      assertThat(now.received()).isEqualTo(counted.received() + 1);
      assertThat(now.training()).isEqualTo(counted.training());
      assertThat(now.holdout()).isEqualTo(counted.holdout());
      assertThat(now.duplicates()).isEqualTo(counted.duplicates() + 1);
    }
  }

  /** With {@code -Dascent.store-state=0.1.0} this version's state is stored, as of that name. */
  @Test
  @EnabledIfSystemProperty(named = "ascent.store-state", matches = ".+")
  void storesTheStateOfThisVersion() throws Exception {
    try (JobRun run = JobRun.start(broker.bootstrapServers(), settings("run-1"), folder);
        JournalFollower journal = follow()) {
      task.send(broker.bootstrapServers(), TOPICS);
      await(run, journal, () -> journal.pool().counts().steps() >= 6);
      task.command(writer, TOPICS, CommandRecord.Kind.PAUSE);
      await(
          run,
          journal,
          () -> journal.pool().isPaused() && journal.pool().ledger().open().isEmpty());
      await(run, journal, () -> lastStatus().examples().received() == EXAMPLES);
      Path savepoint = run.savepoint();
      run.kill();

      StoredState stored =
          new StoredState(STORED.resolve(System.getProperty("ascent.store-state") + ".zip"));
      stored.store(
          savepoint,
          broker.bootstrapServers(),
          Stream.concat(TOPICS.compacted().stream(), TOPICS.retained().stream()).toList());
    }
  }

  private static AscentSettings settings(String owner) {
    return AscentSettings.of(owner, 2, ModelKind.SIMULATED);
  }

  private JournalFollower follow() {
    return new JournalFollower(broker.bootstrapServers(), TOPICS.journal(), task.name());
  }

  private static void await(JobRun run, JournalFollower journal, BooleanSupplier reached)
      throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!reached.getAsBoolean()) {
      journal.poll(Duration.ofMillis(50), (entry, pool) -> {});
      run.check();
      assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
    }
  }

  private StatusRecord lastStatus() {
    List<byte[]> all = TopicReader.values(broker.bootstrapServers(), TOPICS.status());
    return StatusRecord.CODEC.decode(all.get(all.size() - 1)).orThrow();
  }

  private List<DeadLetterRecord> deadLetters() {
    return TopicReader.values(broker.bootstrapServers(), TOPICS.deadLetters()).stream()
        .map(value -> DeadLetterRecord.CODEC.decode(value).orThrow())
        .toList();
  }
}
