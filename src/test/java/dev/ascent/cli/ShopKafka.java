package dev.ascent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.program.Program;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.embedded.EmbeddedBroker;
import dev.ascent.embedded.TemporaryFolder;
import dev.ascent.pipeline.kafka.TopicSetup;
import dev.ascent.pipeline.kafka.TopicWriter;
import dev.ascent.pipeline.kafka.Topics;
import dev.ascent.wire.program.Evidence;
import dev.ascent.wire.program.ProgramRecord;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import dev.ascent.wire.program.ProgramRecord.ModelRecord;
import dev.ascent.wire.record.CommandRecord;
import dev.ascent.wire.record.ExamplesRecord;
import dev.ascent.wire.record.ForgottenRecord;
import dev.ascent.wire.record.Spend;
import dev.ascent.wire.record.StatusRecord;
import dev.ascent.wire.record.TestRecord;
import dev.ascent.wire.task.TaskOverrides;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Kafka with a shop's topics, for commands of the command line to work on: one for all tests of a
 * class, with the task {@code triage} applied before each.
 */
final class ShopKafka implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
  static final Topics TOPICS = new Topics("shop");
  static final String TASK =
      """
      task: triage
      program:
        modules:
          - name: classify
            type: Predict
            signature:
              instructions: Decide how urgent the report is.
              inputs: [{name: report, type: string}]
              outputs: [{name: urgency, type: enum, choices: [low, high]}]
      metric: {type: exact-match, field: urgency}
      """;
  static final String LM = "lm: {base-url: 'http://127.0.0.1:1/v1', model: any}\n";

  private final Properties client = new Properties();
  private TemporaryFolder folder;
  private EmbeddedBroker broker;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    folder = TemporaryFolder.create("shop-");
    broker = EmbeddedBroker.start(folder.path().resolve("broker"));
    client.put("bootstrap.servers", broker.bootstrapServers());
    new TopicSetup(client, 2, 1).createMissing(TOPICS);
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    define("triage");
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    broker.close();
    folder.close();
  }

  /** A task's definition under a name. */
  static String task(String name) {
    return (TASK + LM).replace("triage", name);
  }

  /** Runs a command on this Kafka. */
  CommandRun ascent(String... arguments) {
    return CommandRun.of(withKafka(arguments));
  }

  String[] withKafka(String... arguments) {
    Stream<String> kafka =
        Stream.of("--bootstrap-servers", broker.bootstrapServers(), "--prefix", TOPICS.prefix());
    return Stream.concat(Arrays.stream(arguments), kafka).toArray(String[]::new);
  }

  /** Applies the task under a name. */
  void define(String task) throws Exception {
    Files.writeString(taskFile(task), task(task));
    CommandRun applied = ascent("task", "apply", taskFile(task).toString());
    assertThat(applied.status()).as(applied.err()).isZero();
  }

  Path taskFile(String task) {
    return folder.path().resolve(task + ".yaml");
  }

  TaskDefinition definition() {
    try {
      return TaskFiles.read("task", taskFile("triage"), TaskOverrides.NONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void status(String task, StatusRecord.Phase phase) throws Exception {
    status(task, phase, null, null);
  }

  void status(String task, StatusRecord.Phase phase, String error, Instant until) throws Exception {
    status(task, phase, error, until, null);
  }

  void status(String task, StatusRecord.Phase phase, String error, Instant until, TestRecord test)
      throws Exception {
    StatusRecord status =
        new StatusRecord(
            task,
            phase,
            2,
            "ab12",
            null,
            null,
            new Spend(7, 1, 8, 100, 10, 0.5, 0, 0, 0),
            error,
            until == null ? null : StatusRecord.PauseCause.CAP,
            until,
            null,
            test,
            null,
            null,
            null,
            null,
            new ExamplesRecord(20, 12, 4, 2, 0, 1, 1, 0),
            new ForgottenRecord(2, 1),
            Instant.EPOCH);
    write(TOPICS.status(), task, StatusRecord.CODEC.encode(status));
  }

  void publish(String task, long epoch) throws Exception {
    publish(task, epoch, definition().startProgram());
  }

  void publish(String task, long epoch, Program program) throws Exception {
    write(TOPICS.programs(), task, ProgramRecord.CODEC.encode(record(task, epoch, program)));
  }

  static ProgramRecord record(String task, long epoch, Program program) {
    return ProgramRecord.of(
        task,
        epoch,
        program,
        Evidence.START,
        new ModelRecord(ModelKind.REMOTE, "any"),
        predictor -> List.of());
  }

  CommandRecord lastCommand(String task) throws Exception {
    return read(TOPICS.commands()).stream()
        .map(value -> CommandRecord.CODEC.decode(value).orThrow())
        .filter(command -> command.task().equals(task))
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  void write(String topic, String key, byte[] value) throws Exception {
    try (TopicWriter writer = new TopicWriter(client)) {
      writer.send(topic, key, value);
      writer.confirm();
    }
  }

  List<byte[]> read(String topic) {
    List<byte[]> values = new ArrayList<>();
    try (TopicReader reader = new TopicReader(client, topic)) {
      reader.readToEnd(read -> values.add(read.value()));
    }
    return values;
  }
}
