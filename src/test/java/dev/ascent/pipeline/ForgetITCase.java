package dev.ascent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.program.Program;
import dev.ascent.embedded.EmbeddedBroker;
import dev.ascent.embedded.JournalFollower;
import dev.ascent.embedded.simulated.FaultRates;
import dev.ascent.embedded.simulated.Latency;
import dev.ascent.embedded.simulated.SimulatedModelServer;
import dev.ascent.embedded.simulated.World;
import dev.ascent.pipeline.kafka.TopicSetup;
import dev.ascent.pipeline.kafka.TopicWriter;
import dev.ascent.pipeline.kafka.Topics;
import dev.ascent.subscriber.ProgramSubscriber;
import dev.ascent.testing.JobRun;
import dev.ascent.testing.LoggedStream;
import dev.ascent.testing.ServiceListener;
import dev.ascent.testing.TopicReader;
import dev.ascent.testing.WorldTask;
import dev.ascent.wire.Json;
import dev.ascent.wire.program.Evidence.Cause;
import dev.ascent.wire.program.ProgramRecord;
import dev.ascent.wire.record.CommandRecord;
import dev.ascent.wire.task.TaskDefinitionCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream that learns from several people, one of whom wants to be forgotten. */
class ForgetITCase {
  private static final Topics TOPICS = Topics.DEFAULT;
  private static final World WORLD = World.named("six-keywords", 3);
  private static final Latency LATENCY = new Latency(Duration.ofMillis(5), 0.5);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int EXAMPLES = 60_000;
  private static final long NO_CAP = 1_000_000;
  private static final List<String> AUTHORS = List.of("Ann Smith", "Bob Jones", "Cy Young");

  @TempDir Path folder;

  private final ServiceListener service = new ServiceListener();
  private LoggedStream stream;

  @Test
  void aForgottenAuthorsLessonsLeaveThePublishedProgramForGood() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"));
        SimulatedModelServer server =
            SimulatedModelServer.start(WORLD, 0, LATENCY, FaultRates.NONE)) {
      Properties client = new Properties();
      client.put("bootstrap.servers", broker.bootstrapServers());
      new TopicSetup(client, 1, 1).createMissing(TOPICS);
      WorldTask task = WorldTask.stream(WORLD, EXAMPLES, "ascent", NO_CAP, server.baseUrl());
      stream = new LoggedStream(task.name(), EXAMPLES, row -> example(task, row), PATIENCE);
      try (TopicWriter writer = WorldTask.writer(broker.bootstrapServers());
          JournalFollower journal =
              new JournalFollower(broker.bootstrapServers(), TOPICS.journal(), task.name());
          ProgramSubscriber subscriber =
              ProgramSubscriber.builder()
                  .bootstrapServers(broker.bootstrapServers())
                  .tasks(task.name())
                  .listener(service)
                  .start()) {
        String author;
        try (JobRun run = run(broker, "run-1")) {
          writer.send(TOPICS.tasks(), task.name(), TaskDefinitionCodec.encode(task.definition()));
          Pool promoted =
              stream.feed(run, writer, journal, pool -> championAuthor(pool).isPresent());
          author = championAuthor(promoted).orElseThrow();
          Program before = champion(promoted);

          forget(writer, task, author);
          Pool cleaned =
              stream.feed(run, writer, journal, pool -> !pool.forgotten().authors().isEmpty());

          assertThat(programs(cleaned)).noneMatch(cleaned.forgotten()::isIn);
          service.await(program -> program.epoch() > promoted.champion().epoch());
          ProgramRecord published = record(broker, promoted.champion().epoch() + 1);
          assertThat(published.evidence().cause()).isEqualTo(Cause.FORGOTTEN);
          assertThat(published.evidence().against().id()).isEqualTo(before.id());
          assertThat(published.parents()).containsExactly(before.id());
          assertThatNothingIsOf(author, published.program().orThrow());
          assertThat(subscriber.current(task.name()).orElseThrow().epoch())
              .isGreaterThan(promoted.champion().epoch());
          // It goes on learning, and the author goes on writing.
          int steps = cleaned.counts().steps();
          stream.feed(run, writer, journal, pool -> pool.counts().steps() > steps + 4);
        }
        try (JobRun again = run(broker, "run-2")) {
          int steps = journal.pool().counts().steps();
          Pool last =
              stream.feed(
                  again,
                  writer,
                  journal,
                  pool ->
                      pool.owner().startsWith("run-2")
                          && pool.counts().steps() > steps + 4
                          && stream.entries().stream().anyMatch(ForgetITCase::hasSnapshot));

          assertThat(programs(last)).noneMatch(last.forgotten()::isIn);
          assertThat(programs(last)).allSatisfy(each -> assertThatNothingIsOf(author, each));
          ProgramRecord published = record(broker, last.champion().epoch());
          assertThatNothingIsOf(author, published.program().orThrow());
        }
      }
    }
  }

  /** An idle task writes it by itself, and one that is never idle with its hundredth entry. */
  private static boolean hasSnapshot(JournalEntry entry) {
    return entry.changes().stream().anyMatch(Change.Snapshot.class::isInstance);
  }

  private JobRun run(EmbeddedBroker broker, String name) throws Exception {
    AscentSettings settings =
        AscentSettings.of(name, 2, ProgramRecord.ModelKind.SIMULATED).withAuthorShare(1);
    return JobRun.start(broker.bootstrapServers(), settings, folder);
  }

  /** Who is behind a part of the champion, if it has been taught anything. */
  private static Optional<String> championAuthor(Pool pool) {
    return pool.isOpen()
        ? champion(pool).sources().stream().map(ForgetITCase::author).findFirst()
        : Optional.empty();
  }

  private static String author(String record) {
    return author(Integer.parseInt(record.substring("row:".length())));
  }

  private static String author(int row) {
    return AUTHORS.get(row % AUTHORS.size());
  }

  private static Program champion(Pool pool) {
    return pool.program(pool.champion().program());
  }

  private static List<Program> programs(Pool pool) {
    return pool.programs().stream().map(pooled -> pooled.program()).toList();
  }

  private static void assertThatNothingIsOf(String author, Program program) {
    assertThat(program.sources()).noneMatch(source -> author(source).equals(author));
  }

  private static void forget(TopicWriter writer, WorldTask task, String author) throws Exception {
    CommandRecord command =
        new CommandRecord(
            task.name(),
            CommandRecord.Kind.FORGET,
            null,
            null,
            null,
            List.of(author),
            null,
            "asked for",
            null);
    writer.send(TOPICS.commands(), task.name(), CommandRecord.CODEC.encode(command));
    writer.confirm();
  }

  private static ProgramRecord record(EmbeddedBroker broker, int epoch) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Optional<ProgramRecord> found =
          TopicReader.values(broker.bootstrapServers(), TOPICS.programs()).stream()
              .map(value -> ProgramRecord.CODEC.decode(value).orThrow())
              .filter(record -> record.epoch() == epoch)
              .findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      assertThat(System.nanoTime()).as("epoch %d was not published", epoch).isLessThan(end);
    }
  }

  /** One of the task's rows as a service logs it that names its users. */
  private static byte[] example(WorldTask task, int row) {
    ObjectNode inputs = Json.object();
    ObjectNode expected = Json.object();
    Set<String> names =
        task.definition().startProgram().predictors().get(0).signature().inputs().stream()
            .map(field -> field.name())
            .collect(Collectors.toSet());
    task.rows()
        .get(row)
        .forEach((name, value) -> (names.contains(name) ? inputs : expected).put(name, value));
    ObjectNode record = Json.object().put("id", "row:" + row).put("author", author(row));
    record.set("inputs", inputs);
    record.set("expected", expected);
    return Json.text(record).getBytes(StandardCharsets.UTF_8);
  }
}
