package dev.ascent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.embedded.EmbeddedBroker;
import dev.ascent.embedded.JournalFollower;
import dev.ascent.embedded.simulated.Drift;
import dev.ascent.embedded.simulated.FaultRates;
import dev.ascent.embedded.simulated.Latency;
import dev.ascent.embedded.simulated.SimulatedModelServer;
import dev.ascent.embedded.simulated.World;
import dev.ascent.pipeline.kafka.TopicSetup;
import dev.ascent.pipeline.kafka.TopicWriter;
import dev.ascent.pipeline.kafka.Topics;
import dev.ascent.testing.JobRun;
import dev.ascent.testing.LoggedStream;
import dev.ascent.testing.TopicReader;
import dev.ascent.testing.WorldTask;
import dev.ascent.wire.program.ProgramRecord;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import dev.ascent.wire.record.CommandRecord;
import dev.ascent.wire.record.StatusRecord;
import dev.ascent.wire.task.TaskDefinitionCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream whose model changes behind its name after a program was promoted. */
class DriftITCase {
  private static final Topics TOPICS = Topics.DEFAULT;
  private static final Latency LATENCY = new Latency(Duration.ofMillis(5), 0.5);
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final World WORLD = World.named("six-keywords", 3);
  private static final int EXAMPLES = 60_000;
  private static final long NO_CAP = 1_000_000;

  @TempDir Path folder;

  private LoggedStream stream;

  @Test
  void aChampionThatItsModelMisreadsIsReplacedByTheProgramBeforeIt() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"));
        SimulatedModelServer server =
            SimulatedModelServer.start(WORLD, 0, LATENCY, FaultRates.NONE)) {
      Pool pool =
          run(broker, server, Drift.MISLED, each -> !changes(Change.Unlearned.class).isEmpty());

      assertThat(pool.champion().evidence().status()).isEqualTo(Evidence.Status.PROVEN);
    }
  }

  @Test
  void whereInputsGetHarderTheAlarmEndsAndTheChampionStays() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"));
        SimulatedModelServer server =
            SimulatedModelServer.start(WORLD, 0, LATENCY, FaultRates.NONE)) {
      run(broker, server, Drift.HARDER, each -> !changes(Change.Calmed.class).isEmpty());

      assertThat(changes(Change.Unlearned.class)).as("ways back").isEmpty();
      assertThat(statuses(broker)).anySatisfy(each -> assertThat(each.alarm()).isNotNull());
      assertThat(statuses(broker)).anySatisfy(each -> assertThat(each.liveQuality()).isNotNull());
    }
  }

  /** Has a program promoted and watched, then the model change, until what is awaited happens. */
  private Pool run(
      EmbeddedBroker broker, SimulatedModelServer server, Drift drift, Predicate<Pool> reached)
      throws Exception {
    Properties client = new Properties();
    client.put("bootstrap.servers", broker.bootstrapServers());
    new TopicSetup(client, 1, 1).createMissing(TOPICS);
    WorldTask task = WorldTask.stream(WORLD, EXAMPLES, "ascent", NO_CAP, server.baseUrl());
    stream = new LoggedStream(task.name(), EXAMPLES, task::example, PATIENCE);
    AscentSettings settings = AscentSettings.of("run-1", 2, ModelKind.SIMULATED);
    try (JobRun run = JobRun.start(broker.bootstrapServers(), settings, folder);
        TopicWriter writer = WorldTask.writer(broker.bootstrapServers());
        JournalFollower journal =
            new JournalFollower(broker.bootstrapServers(), TOPICS.journal(), task.name())) {
      writer.send(TOPICS.tasks(), task.name(), TaskDefinitionCodec.encode(task.definition()));
      stream.feed(run, writer, journal, pool -> isWatched(pool));
      // A challenger that is proven after the drift would have the watch begin anew.
      task.command(writer, TOPICS, CommandRecord.Kind.PIN);
      stream.feed(run, writer, journal, pool -> pool.isPinned() && isWatched(pool));
      server.drift(WORLD.after(drift), 0);
      stream.feed(run, writer, journal, pool -> !changes(Change.Alarmed.class).isEmpty());
      task.command(writer, TOPICS, CommandRecord.Kind.UNPIN);
      Pool pool = stream.feed(run, writer, journal, reached);
      awaitEpochs(broker, pool.champion().epoch());
      return pool;
    }
  }

  private static boolean isWatched(Pool pool) {
    return pool.isOpen() && pool.champion().epoch() > 0 && pool.live().recent().size() >= 64;
  }

  private <T extends Change> List<T> changes(Class<T> kind) {
    return stream.entries().stream()
        .flatMap(entry -> entry.changes().stream())
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  /** Consumers see every epoch once, in order. */
  private static void awaitEpochs(EmbeddedBroker broker, int last) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<Long> epochs = epochs(broker);
    while (epochs.size() <= last) {
      assertThat(System.nanoTime()).as("waited too long, saw %s", epochs).isLessThan(end);
      epochs = epochs(broker);
    }
    assertThat(epochs).isSorted().doesNotHaveDuplicates().contains((long) last);
  }

  private static List<Long> epochs(EmbeddedBroker broker) {
    return TopicReader.values(broker.bootstrapServers(), TOPICS.programs()).stream()
        .map(value -> ProgramRecord.CODEC.decode(value).orThrow().epoch())
        .toList();
  }

  private static List<StatusRecord> statuses(EmbeddedBroker broker) {
    return TopicReader.values(broker.bootstrapServers(), TOPICS.status()).stream()
        .map(value -> StatusRecord.CODEC.decode(value).orThrow())
        .toList();
  }
}
