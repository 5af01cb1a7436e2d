package dev.ascent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.wire.Json;
import dev.ascent.wire.example.ExampleReader;
import dev.ascent.wire.example.ParsedExample;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class KafkaCommandsITCase {
  @TempDir static Path folder;
  @RegisterExtension static final ShopKafka shop = new ShopKafka();

  @Test
  void whatThisVersionCannotReadIsNotTakenForMissing() throws Exception {
    byte[] newer = "{\"version\": 99}".getBytes(StandardCharsets.UTF_8);
    shop.write(ShopKafka.TOPICS.tasks(), "untold", newer);
    shop.write(ShopKafka.TOPICS.programs(), "untold", newer);
    String reason = "version: expected at most 1, found 99 of a newer Ascent";

    CommandRun sent =
        shop.ascent("send", "--task", "untold", "--examples", shop.taskFile("triage").toString());
    CommandRun program = shop.ascent("programs", "show", "untold");

    assertThat(sent.status()).isEqualTo(2);
    assertThat(sent.err()).contains("the task untold is defined").contains(reason);
    assertThat(shop.ascent("task", "list").out()).contains(reason);
    assertThat(program.status()).isEqualTo(2);
    assertThat(program.err()).contains("a program of untold is published").contains(reason);
    assertThat(shop.ascent("programs", "list").err()).contains(reason);
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
        shop.ascent("send", "--task", "triage", "--examples", file.toString(), "--rate", "100/s");
    CommandRun unchecked =
        shop.ascent(
            "send", "--task", "triage", "--examples", file.toString(), "--no-validate", "--json");

    assertThat(run.status()).isZero();
    assertThat(run.out()).isEqualTo("sent 2 examples, skipped 2 of task triage\n");
    assertThat(run.err()).contains("skipped line 3: urgency: ").contains("skipped line 5: ");
    assertThat(Json.parse(unchecked.out()).orThrow().get("sent").asInt()).isEqualTo(3);
    List<byte[]> sent = shop.read(ShopKafka.TOPICS.examples());
    List<ParsedExample> parsed =
        sent.subList(0, 2).stream()
            .map(value -> new String(value, StandardCharsets.UTF_8))
            .map(json -> ExampleReader.of(shop.definition()).read(json, "none"))
            .toList();
    assertThat(parsed)
        .extracting(example -> ((ParsedExample.Accepted) example).example().id())
        .satisfiesExactly(
            id -> assertThat(id).matches("sha-[0-9a-f]{16}"), id -> assertThat(id).isEqualTo("r7"));
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
}
