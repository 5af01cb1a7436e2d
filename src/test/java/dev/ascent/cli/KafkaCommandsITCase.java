package dev.ascent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.embedded.EmbeddedBroker;
import dev.ascent.pipeline.kafka.TopicSetup;
import dev.ascent.pipeline.kafka.TopicWriter;
import dev.ascent.pipeline.kafka.Topics;
import dev.ascent.wire.Json;
import dev.ascent.wire.example.ExampleReader;
import dev.ascent.wire.example.ParsedExample;
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
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KafkaCommandsITCase {
  private static final Topics TOPICS = new Topics("shop");
  private static final String TASK =
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
  private static final String LM = "lm: {base-url: 'http://127.0.0.1:1/v1', model: any}\n";

  @TempDir static Path folder;
  private static EmbeddedBroker broker;
  private static final Properties CLIENT = new Properties();

  private Path taskFile;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = EmbeddedBroker.start(folder.resolve("broker"));
    CLIENT.put("bootstrap.servers", broker.bootstrapServers());
    new TopicSetup(CLIENT, 2, 1).createMissing(TOPICS);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void applyTask() throws Exception {
    taskFile = Files.writeString(folder.resolve("triage.yaml"), TASK + LM);
    CommandRun applied = ascent("task", "apply", taskFile.toString());
    assertThat(applied.status()).as(applied.err()).isZero();
  }

  @Test
  void aPausedTaskSaysWhyAndUntilWhen() throws Exception {
    status("triage", StatusRecord.Phase.PAUSED, "the day is spent", Instant.EPOCH);

    assertThat(ascent("task", "list").out())
        .containsPattern("triage +paused .*the day is spent; goes on by itself at 1970-01-01T00");
    assertThat(ascent("task", "show", "triage").out())
        .containsPattern("# note: +the day is spent; goes on by itself at 1970-01-01T00")
        .containsPattern("# forgotten: +2 records by id, 1 author");
  }

  private void status(String task, StatusRecord.Phase phase) throws Exception {
    status(task, phase, null, null);
  }

  private void status(String task, StatusRecord.Phase phase, String error, Instant until)
      throws Exception {
    status(task, phase, error, until, null);
  }

  private void status(
      String task, StatusRecord.Phase phase, String error, Instant until, TestRecord test)
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

  @Test
  void whatWaitsForApprovalIsShownAndApproved() throws Exception {
    define("triage-approved");
    status(
        "triage-approved",
        StatusRecord.Phase.SEARCHING,
        null,
        null,
        new TestRecord("cd34", 40, 0.25, 410, 400, 0, true));

    assertThat(ascent("task", "show", "triage-approved").out())
        .containsPattern("# proven: +program cd34, \\+0.250 on 40 holdout examples");
    assertThat(ascent("programs", "approve", "triage-approved", "--program", "ef56").err())
        .contains("ef56 does not wait for approval, cd34 does");
    assertThat(ascent("programs", "approve", "triage-approved").status()).isZero();
    assertThat(lastCommand("triage-approved"))
        .extracting(CommandRecord::kind, CommandRecord::program)
        .containsExactly(CommandRecord.Kind.APPROVE, "cd34");
  }

  @Test
  void whatIsStillUnderTestIsShownWithAForecastAndCannotBeApproved() throws Exception {
    define("triage-tested");
    status(
        "triage-tested",
        StatusRecord.Phase.VALIDATING,
        null,
        null,
        new TestRecord("cd34", 12, 0.25, 3.5, 400, 30, false));

    assertThat(ascent("task", "show", "triage-tested").out())
        .containsPattern("# test: .*not enough evidence yet, about 30 more examples");
    assertThat(ascent("programs", "approve", "triage-tested").err())
        .contains("no challenger of triage-tested waits for approval");
  }

  @Test
  void aChampionIsPinnedUnpinnedAndRolledBackByCommands() throws Exception {
    define("triage-steered");

    assertThat(ascent("programs", "pin", "triage-steered").status()).isZero();
    assertThat(lastCommand("triage-steered").kind()).isEqualTo(CommandRecord.Kind.PIN);
    assertThat(ascent("programs", "unpin", "triage-steered").status()).isZero();
    assertThat(lastCommand("triage-steered").kind()).isEqualTo(CommandRecord.Kind.UNPIN);
    publish("triage-steered", 1);
    assertThat(ascent("programs", "rollback", "triage-steered", "--reason", "worse").status())
        .isZero();
    assertThat(lastCommand("triage-steered"))
        .extracting(CommandRecord::kind, CommandRecord::reason)
        .containsExactly(CommandRecord.Kind.ROLL_BACK, "worse");
  }

  @Test
  void aRollbackToWhereThereIsNothingIsNotAskedFor() throws Exception {
    define("triage-first");
    publish("triage-first", 0);
    assertThat(ascent("programs", "rollback", "triage-first").err())
        .contains("triage-first is at epoch 0, its starting program");

    publish("triage-first", 2);
    assertThat(ascent("programs", "rollback", "triage-first", "--epoch", "2").err())
        .contains("at epoch 2 already");
    assertThat(ascent("programs", "rollback", "triage-first", "--epoch", "7").err())
        .contains("no epoch 7 yet; its latest is 2");
    assertThat(read(TOPICS.commands()))
        .noneMatch(
            value -> CommandRecord.CODEC.decode(value).orThrow().task().equals("triage-first"));
  }

  private void publish(String task, long epoch) throws Exception {
    ProgramRecord record = record(task, epoch, definition().startProgram());
    write(TOPICS.programs(), task, ProgramRecord.CODEC.encode(record));
  }

  private CommandRecord lastCommand(String task) throws Exception {
    return read(TOPICS.commands()).stream()
        .map(value -> CommandRecord.CODEC.decode(value).orThrow())
        .filter(command -> command.task().equals(task))
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  private void define(String task) throws Exception {
    Path file =
        Files.writeString(folder.resolve(task + ".yaml"), (TASK + LM).replace("triage", task));
    assertThat(ascent("task", "apply", file.toString()).status()).isZero();
  }

  @Test
  void aRetiredTaskBeginsAgainOnlyWithAnotherDefinition() throws Exception {
    String closed = (TASK + LM).replace("triage", "triage-closed");
    Path file = Files.writeString(folder.resolve("closed.yaml"), closed);
    Path changed =
        Files.writeString(folder.resolve("changed.yaml"), closed + "budget: {rollouts: 10}\n");
    assertThat(ascent("task", "apply", file.toString()).status()).isZero();
    status("triage-closed", StatusRecord.Phase.RETIRED);

    assertThat(ascent("task", "resume", "triage-closed").status()).isEqualTo(2);
    assertThat(ascent("task", "apply", file.toString()).err()).contains("triage-closed is retired");
    assertThat(ascent("task", "apply", changed.toString()).status()).isZero();
  }

  @Test
  void whoeverChangesTheModelIsToldThatTheSearchBeginsAgain() throws Exception {
    define("triage-moved");

    assertThat(appliedAnew("triage-moved", LM).err()).isEmpty();
    assertThat(appliedAnew("triage-moved", LM.replace("any", "other")).err())
        .contains("the search begins again, and the starting program is published");
  }

  private static CommandRun appliedAnew(String task, String lm) throws Exception {
    String text = TASK.replace("triage", task) + lm + "budget: {rollouts: 10}\n";
    return ascent("task", "apply", Files.writeString(folder.resolve("anew.yaml"), text).toString());
  }

  @Test
  void anAppliedTaskIsListedAndShownAsAFile() throws Exception {
    status("triage", StatusRecord.Phase.SEARCHING);

    CommandRun list = ascent("task", "list");
    CommandRun shown = ascent("task", "show", "triage");
    JsonNode json = Json.parse(ascent("task", "list", "--json").out()).orThrow();

    assertThat(list.out()).containsPattern("triage +searching +2 +- +7 +0\\.5000");
    assertThat(shown.out()).contains("# phase:").contains("epoch 2, program ab12");
    Path again = Files.writeString(folder.resolve("again.yaml"), shown.out());
    assertThat(TaskFiles.read("task", again, TaskOverrides.NONE)).isEqualTo(definition());
    assertThat(json.at("/0/status/championEpoch").asInt()).isEqualTo(2);
  }

  @Test
  void aBrokenTaskIsNotApplied() throws Exception {
    Path broken =
        Files.writeString(folder.resolve("broken.yaml"), TASK.replace("metric", "metrik"));
    Path modelless = Files.writeString(folder.resolve("modelless.yaml"), TASK);

    assertThat(ascent("task", "apply", broken.toString()).status()).isEqualTo(2);
    assertThat(ascent("task", "apply", modelless.toString()).err()).contains("lm.base-url");
  }

  @Test
  void commandsNameAKnownTask() throws Exception {
    CommandRun paused = ascent("task", "pause", "triage", "--reason", "too dear");
    CommandRun unknown = ascent("task", "retire", "triaje");

    assertThat(paused.status()).isZero();
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.err()).contains("there is no task triaje").contains("triage");
    assertThat(lastCommand("triage").kind()).isEqualTo(CommandRecord.Kind.PAUSE);
    assertThat(lastCommand("triage").reason()).isEqualTo("too dear");
  }

  @Test
  void whatThisVersionCannotReadIsNotTakenForMissing() throws Exception {
    byte[] newer = "{\"version\": 99}".getBytes(StandardCharsets.UTF_8);
    write(TOPICS.tasks(), "untold", newer);
    write(TOPICS.programs(), "untold", newer);
    String reason = "version: expected at most 1, found 99 of a newer Ascent";

    CommandRun sent = ascent("send", "--task", "untold", "--examples", taskFile.toString());
    CommandRun program = ascent("programs", "show", "untold");

    assertThat(sent.status()).isEqualTo(2);
    assertThat(sent.err()).contains("the task untold is defined").contains(reason);
    assertThat(ascent("task", "list").out()).contains(reason);
    assertThat(program.status()).isEqualTo(2);
    assertThat(program.err()).contains("a program of untold is published").contains(reason);
    assertThat(ascent("programs", "list").err()).contains(reason);
  }

  @Test
  void linesThatFitTheTaskAreSent() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("logs.jsonl"),
            """
            {"report": "it burns", "urgency": "HIGH"}

            {"report": "it burns", "urgency": "purple"}
            {"task": "triage", "id": "r7", "inputs": {"report": "a typo"}, "author": "kim"}
            nonsense
            """);

    CommandRun run =
        ascent("send", "--task", "triage", "--examples", file.toString(), "--rate", "100/s");
    CommandRun unchecked =
        ascent(
            "send", "--task", "triage", "--examples", file.toString(), "--no-validate", "--json");

    assertThat(run.status()).isZero();
    assertThat(run.out()).isEqualTo("sent 2 examples, skipped 2 of task triage\n");
    assertThat(run.err()).contains("skipped line 3: urgency: ").contains("skipped line 5: ");
    assertThat(Json.parse(unchecked.out()).orThrow().get("sent").asInt()).isEqualTo(3);
    List<byte[]> sent = read(TOPICS.examples());
    List<ParsedExample> parsed =
        sent.subList(0, 2).stream()
            .map(value -> new String(value, StandardCharsets.UTF_8))
            .map(json -> ExampleReader.of(definition()).read(json, "none"))
            .toList();
    assertThat(parsed)
        .extracting(example -> ((ParsedExample.Accepted) example).example().id())
        .satisfiesExactly(
            id -> assertThat(id).matches("sha-[0-9a-f]{16}"), id -> assertThat(id).isEqualTo("r7"));
  }

  @Test
  void publishedProgramsAreListedShownAndCompared() throws Exception {
    Program start = definition().startProgram();
    Program taught =
        start.withPredictor(
            "classify", it -> it.withRule(new Rule("Fire is urgent.", List.of("e1"))));
    write(TOPICS.programs(), "triage", ProgramRecord.CODEC.encode(record(0, start)));
    write(TOPICS.programs(), "triage", ProgramRecord.CODEC.encode(record(1, taught)));
    Path file = folder.resolve("program.json");
    Files.write(file, ProgramRecord.CODEC.encodePretty(record(0, start)));

    assertThat(ascent("programs", "list").out()).containsPattern("triage +1 +" + taught.id());
    assertThat(ascent("programs", "show", "triage").out()).contains("Fire is urgent.");
    assertThat(ascent("programs", "show", "triage", "--epoch", "0").out())
        .contains(start.id())
        .doesNotContain("Fire");
    assertThat(ascent("programs", "diff", "triage@0", "triage").out())
        .contains("+ Fire is urgent.");
    assertThat(ascent("programs", "diff", "triage", file.toString()).out())
        .contains("- Fire is urgent.");
    assertThat(ascent("programs", "show", "triage@9").err()).contains("still holds: 0, 1");
    assertThat(ascent("programs", "show", "nowhere").status()).isEqualTo(2);
  }

  @Test
  void watchingEndsWithAnInterrupt() throws Exception {
    Program start = definition().startProgram();
    write(TOPICS.programs(), "triage", ProgramRecord.CODEC.encode(record(0, start)));
    Thread watching = Thread.currentThread();
    StringWriter out =
        new StringWriter() {
          @Override
          public void flush() {
            if (toString().contains(start.id())) {
              watching.interrupt();
            }
          }
        };
    CommandLine command = AscentCommand.commandLine(Terminal.NONE, () -> false);
    command.setOut(new PrintWriter(out));

    int status = command.execute(withKafka("programs", "watch", "triage", "--json"));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(status).isZero();
    assertThat(out.toString().lines()).allMatch(line -> line.startsWith("{\"version\""));
  }

  @Test
  void aBrokerThatIsNotThereIsUnreachable() throws Exception {
    Path impatient =
        Files.writeString(
            folder.resolve("client.properties"),
            "default.api.timeout.ms=500\nrequest.timeout.ms=500\n");

    CommandRun run =
        CommandRun.of(
            "task",
            "list",
            "--bootstrap-servers",
            "127.0.0.1:1",
            "--kafka-config",
            impatient.toString());

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("127.0.0.1:1");
  }

  private static CommandRun ascent(String... arguments) {
    return CommandRun.of(withKafka(arguments));
  }

  private static String[] withKafka(String... arguments) {
    Stream<String> kafka =
        Stream.of("--bootstrap-servers", broker.bootstrapServers(), "--prefix", TOPICS.prefix());
    return Stream.concat(Arrays.stream(arguments), kafka).toArray(String[]::new);
  }

  private TaskDefinition definition() {
    try {
      return TaskFiles.read("task", taskFile, TaskOverrides.NONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProgramRecord record(long epoch, Program program) {
    return record("triage", epoch, program);
  }

  private static ProgramRecord record(String task, long epoch, Program program) {
    return ProgramRecord.of(
        task,
        epoch,
        program,
        Evidence.START,
        new ModelRecord(ModelKind.REMOTE, "any"),
        predictor -> List.of());
  }

  private static void write(String topic, String key, byte[] value) throws Exception {
    try (TopicWriter writer = new TopicWriter(CLIENT)) {
      writer.send(topic, key, value);
      writer.confirm();
    }
  }

  private static List<byte[]> read(String topic) {
    List<byte[]> values = new ArrayList<>();
    try (TopicReader reader = new TopicReader(CLIENT, topic)) {
      reader.readToEnd(read -> values.add(read.value()));
    }
    return values;
  }
}
