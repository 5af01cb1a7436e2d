package dev.ascent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.Pool;
import dev.ascent.embedded.EmbeddedAscent;
import dev.ascent.embedded.JournalFollower;
import dev.ascent.embedded.simulated.SimulatedModelServer;
import dev.ascent.embedded.simulated.World;
import dev.ascent.lm.client.AllowedHosts;
import dev.ascent.pipeline.kafka.TopicWriter;
import dev.ascent.pipeline.rollout.ModelAccess;
import dev.ascent.testing.TopicReader;
import dev.ascent.testing.WorldTask;
import dev.ascent.wire.Json;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import dev.ascent.wire.record.CommandRecord;
import dev.ascent.wire.record.DeadLetterRecord;
import dev.ascent.wire.record.FeedbackRecord;
import dev.ascent.wire.record.StatusRecord;
import dev.ascent.wire.task.TaskDefinitionCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records that can't be used, sent to one job that all of these tests share and that goes on. */
class BadInputITCase {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration UNKNOWN_TASK_WAIT = Duration.ofSeconds(3);
  private static final Duration FEEDBACK_WAIT = Duration.ofSeconds(8);
  private static final World WORLD = World.named("six-keywords", 3);

  private static SimulatedModelServer server;
  private static EmbeddedAscent ascent;
  private static TopicWriter writer;
  private static WorldTask task;

  @BeforeAll
  static void startJob() throws Exception {
    server = SimulatedModelServer.start(WORLD);
    ascent =
        EmbeddedAscent.start(
            AscentSettings.of("run-1", 1, ModelKind.SIMULATED)
                .withUnknownTaskWait(UNKNOWN_TASK_WAIT)
                .withFeedbackWait(FEEDBACK_WAIT),
            ModelAccess.ofProcess(AllowedHosts.LOOPBACK));
    writer = WorldTask.writer(ascent.bootstrapServers());
    task = WorldTask.stream(WORLD, 60, "ascent", 300, server.baseUrl());
    send(ascent.topics().tasks(), task.name(), TaskDefinitionCodec.encode(task.definition()));
  }

  @AfterAll
  static void stopJob() throws Exception {
    writer.close();
    ascent.close();
    server.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "broken JSON    | {\"ticket\": \"my inv          |        | JSON",
        "not an object  | [\"my invoice\"]               |        | expected an object",
        "missing input  | {\"id\": \"a\", \"team\": \"x\"} | ticket | this input is missing",
        "missing label  | {\"ticket\": \"my invoice\"}   | team   | this label is missing",
        "wrong type     | {\"ticket\": [1], \"team\": 1} | ticket | expected text, found a list",
        "id of no type  | {\"ticket\": \"i\", \"team\": \"x\", \"id\": true} | id | expected text"
            + " or a",
      })
  void anExampleThatIsNoneIsADeadLetter(String name, String json, String field, String reason)
      throws Exception {
    assertThat(name).isNotEmpty();
    ConsumerRecord<byte[], byte[]> sent = send(ascent.topics().examples(), task.name(), utf8(json));

    DeadLetterRecord letter = awaitDeadLetterOf(sent);

    assertThat(letter.field()).isEqualTo(field == null ? "" : field);
    assertThat(letter.reason()).contains(reason);
    assertThat(Base64.getDecoder().decode(letter.payload())).isEqualTo(utf8(json));
  }

  @Test
  void anExampleWithoutATaskIsADeadLetter() throws Exception {
    ConsumerRecord<byte[], byte[]> sent =
        send(ascent.topics().examples(), null, utf8("{\"ticket\": \"a\", \"team\": \"b\"}"));

    assertThat(awaitDeadLetterOf(sent).field()).isEqualTo("task");
  }

  @Test
  void anExampleThatIsTooLargeIsADeadLetterThatIsCut() throws Exception {
    String large = "{\"ticket\": \"" + "x".repeat(2 << 20) + "\", \"team\": \"y\"}";
    ConsumerRecord<byte[], byte[]> sent =
        send(ascent.topics().examples(), task.name(), utf8(large));

    DeadLetterRecord letter = awaitDeadLetterOf(sent);

    assertThat(letter.reason()).isEqualTo("larger than 1048576 bytes");
    assertThat(letter.payloadBytes()).isEqualTo(large.length());
    assertThat(Base64.getDecoder().decode(letter.payload())).hasSizeLessThan(large.length());
  }

  @Test
  void anIdThatWasSeenBeforeIsADeadLetter() throws Exception {
    byte[] example = utf8("{\"id\": \"twice\", \"ticket\": \"two\", \"team\": \"b\"}");
    send(ascent.topics().examples(), task.name(), example);
    ConsumerRecord<byte[], byte[]> second = send(ascent.topics().examples(), task.name(), example);

    DeadLetterRecord letter = awaitDeadLetterOf(second);

    assertThat(letter.field()).isEqualTo("id");
    assertThat(letter.reason()).isEqualTo("a record of this id was seen before");
  }

  @Test
  void anExampleOfATaskThatNobodyDefinesWaitsBeforeItIsADeadLetter() throws Exception {
    long begun = System.nanoTime();
    ConsumerRecord<byte[], byte[]> sent =
        send(ascent.topics().examples(), "nobodys", task.example(0));

    DeadLetterRecord letter = awaitDeadLetterOf(sent);

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(UNKNOWN_TASK_WAIT);
    assertThat(letter.field()).isEqualTo("task");
    assertThat(letter.reason()).isEqualTo("no task 'nobodys' is defined");
  }

  @Test
  void examplesThatComeBeforeTheirTaskAreLearnedFrom() throws Exception {
    WorldTask early = named("early", WorldTask.stream(WORLD, 40, "ascent", 100, server.baseUrl()));
    for (int row = 0; row < 40; row++) {
      writer.send(ascent.topics().examples(), "early", early.example(row));
    }
    send(ascent.topics().tasks(), "early", TaskDefinitionCodec.encode(early.definition()));

    assertThat(await("early", pool -> pool.counts().steps() >= 1).ledger().total().rollouts())
        .isPositive();
  }

  @Test
  void examplesWhoseLabelsComeLaterAreLearnedFrom() throws Exception {
    WorldTask late = named("late", WorldTask.stream(WORLD, 40, "ascent", 100, server.baseUrl()));
    send(ascent.topics().tasks(), "late", TaskDefinitionCodec.encode(late.definition()));
    for (int row = 0; row < 40; row++) {
      String id = "row:" + row;
      ObjectNode inputs = Json.object().put("ticket", late.rows().get(row).get("ticket"));
      ObjectNode example = Json.object().put("id", id).set("inputs", inputs);
      ObjectNode label = Json.object().put("team", late.rows().get(row).get("team"));
      FeedbackRecord feedback = new FeedbackRecord("late", id, label, null, "ann", null);
      writer.send(ascent.topics().feedback(), "late", FeedbackRecord.CODEC.encode(feedback));
      writer.send(ascent.topics().examples(), "late", utf8(Json.text(example)));
    }
    writer.confirm();

    assertThat(await("late", pool -> pool.counts().steps() >= 1).ledger().total().rollouts())
        .isPositive();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nothing said | {\"version\": 1, \"task\": \"t\", \"id\": \"x\"} |  | neither",
        "no id        | {\"version\": 1, \"task\": \"t\", \"expected\": {}} | id | expected text",
        "other key    | {\"version\": 1, \"task\": \"u\", \"id\": \"x\", \"expected\": {}} | task"
            + " | the record's key, t",
        "unknown id   | {\"version\": 1, \"task\": \"t\", \"id\": \"x\", \"expected\": {}} | id"
            + " | no example of this id",
      })
  void feedbackThatIsOfNoUseIsADeadLetter(String name, String json, String field, String reason)
      throws Exception {
    assertThat(name).isNotEmpty();
    DeadLetterRecord letter = awaitDeadLetterOf(send(ascent.topics().feedback(), "t", utf8(json)));

    assertThat(letter.field()).isEqualTo(field == null ? "" : field);
    assertThat(letter.reason()).contains(reason);
  }

  @Test
  void aTaskThatIsNoneIsADeadLetter() throws Exception {
    ConsumerRecord<byte[], byte[]> sent =
        send(ascent.topics().tasks(), "broken", utf8("{\"version\": 1, \"task\": \"broken\"}"));

    DeadLetterRecord letter = awaitDeadLetterOf(sent);

    assertThat(letter.field()).isEqualTo("program");
    assertThat(letter.reason())
        .contains("program: found nothing, expected")
        .contains("metric: found nothing, expected");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"version\": 1, \"task\": \"t\", \"kind\": \"explode\"} | kind | one of pause, resume,",
        "{\"version\": 1, \"task\": \"t\"}                        | kind | one of pause, resume,",
        "{\"version\": 1, \"kind\": \"pause\"}                    | task | expected text",
      })
  void aCommandThatNobodyKnowsIsADeadLetter(String json, String field, String reason)
      throws Exception {
    ConsumerRecord<byte[], byte[]> sent = send(ascent.topics().commands(), "t", utf8(json));

    DeadLetterRecord letter = awaitDeadLetterOf(sent);

    assertThat(letter.field()).isEqualTo(field);
    assertThat(letter.reason()).contains(reason);
  }

  @Test
  void goodExamplesBesideBadOnesAreLearnedFrom() throws Exception {
    for (int row = 0; row < 60; row++) {
      writer.send(ascent.topics().examples(), task.name(), utf8("{" + row));
      writer.send(ascent.topics().examples(), task.name(), task.example(row));
    }
    writer.confirm();

    assertThat(await(task.name(), pool -> pool.counts().steps() >= 1).counts().steps())
        .isPositive();
  }

  @Test
  void aTaskWhoseModelIsDownPausesAndGoesOnWhenItIsResumed() throws Exception {
    try (SimulatedModelServer down = SimulatedModelServer.start(WORLD)) {
      down.setDown(true);
      WorldTask paused =
          named("paused", WorldTask.bounded(WORLD, 40, "simba", 1, 2_000, down.baseUrl()));
      send(ascent.topics().tasks(), "paused", TaskDefinitionCodec.encode(paused.definition()));
      for (int row = 0; row < 40; row++) {
        writer.send(ascent.topics().examples(), "paused", paused.example(row));
      }
      writer.confirm();

      StatusRecord status = awaitStatus("paused", StatusRecord.Phase.PAUSED);
      assertThat(status.lastError()).contains("127.0.0.1:" + down.port());

      down.setDown(false);
      CommandRecord resume =
          new CommandRecord(
              "paused", CommandRecord.Kind.RESUME, null, null, null, "it is up", null);
      send(ascent.topics().commands(), "paused", CommandRecord.CODEC.encode(resume));

      Pool finished = await("paused", pool -> pool.phase() == Phase.FINISHED);
      assertThat(finished.verdict()).isNotNull();
      assertThat(awaitStatus("paused", StatusRecord.Phase.FINISHED).lastError()).isNull();
    }
  }

  private static WorldTask named(String name, WorldTask like) {
    return new WorldTask(like.definition().withTask(name), like.rows());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Writes a record and finds where it stands. */
  private static ConsumerRecord<byte[], byte[]> send(String topic, String key, byte[] value)
      throws Exception {
    writer.send(topic, key, value);
    writer.confirm();
    List<ConsumerRecord<byte[], byte[]>> all = TopicReader.all(ascent.bootstrapServers(), topic);
    return all.get(all.size() - 1);
  }

  private static DeadLetterRecord awaitDeadLetterOf(ConsumerRecord<byte[], byte[]> sent)
      throws Exception {
    return await(
        () ->
            TopicReader.values(ascent.bootstrapServers(), ascent.topics().deadLetters()).stream()
                .map(value -> DeadLetterRecord.CODEC.decode(value).orThrow())
                .filter(
                    letter ->
                        letter.topic().equals(sent.topic())
                            && letter.partition() == sent.partition()
                            && letter.offset() == sent.offset())
                .findFirst());
  }

  private static StatusRecord awaitStatus(String name, StatusRecord.Phase phase) throws Exception {
    return await(
        () ->
            TopicReader.values(ascent.bootstrapServers(), ascent.topics().status()).stream()
                .map(value -> StatusRecord.CODEC.decode(value).orThrow())
                .filter(status -> status.task().equals(name))
                .reduce((earlier, later) -> later)
                .filter(status -> status.phase() == phase));
  }

  private static Pool await(String name, Predicate<Pool> reached) throws Exception {
    try (JournalFollower journal =
        new JournalFollower(ascent.bootstrapServers(), ascent.topics().journal(), name)) {
      return await(
          () -> {
            journal.poll(Duration.ofMillis(50), (entry, pool) -> {});
            return Optional.of(journal.pool()).filter(reached);
          });
    }
  }

  private interface Look<T> {
    Optional<T> look() throws Exception;
  }

  private static <T> T await(Look<T> look) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Optional<T> found = look.look();
    while (found.isEmpty()) {
      if (ascent.hasEnded()) {
        throw new AssertionError("the job ended", ascent.failure());
      }
      assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
      found = look.look();
    }
    return found.get();
  }
}
