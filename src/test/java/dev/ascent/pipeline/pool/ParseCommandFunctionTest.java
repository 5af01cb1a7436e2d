package dev.ascent.pipeline.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.decision.Command;
import dev.ascent.core.decision.CommandKind;
import dev.ascent.core.text.Digest;
import dev.ascent.pipeline.kafka.RawRecord;
import dev.ascent.redaction.RecordRedaction;
import dev.ascent.redaction.RedactionSettings;
import dev.ascent.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ParseCommandFunctionTest {
  private OneInputStreamOperatorTestHarness<RawRecord, PoolInput> parse;

  @BeforeEach
  void open() throws Exception {
    parse =
        ProcessFunctionTestHarnesses.forProcessFunction(
            new ParseCommandFunction(RedactionSettings.DEFAULT));
  }

  @AfterEach
  void close() throws Exception {
    parse.close();
  }

  @Test
  void anAuthorIsFoundByTheNameThatPeopleKnow() throws Exception {
    String logged = redacted("author", "Ann Smith");
    assertThat(logged).startsWith("p-");

    assertThat(forget("\"authors\": [\"Ann Smith\"]").authors())
        .isEqualTo(forget("\"authors\": [\"" + logged + "\"]").authors())
        .containsExactly(Digest.of(logged));
  }

  @Test
  void aRecordIsFoundByTheIdThatWasLogged() throws Exception {
    assertThat(forget("\"records\": [\"17\", \"ann@example.com\"]").records())
        .containsExactly(Digest.of("17"), Digest.of(redacted("id", "ann@example.com")));
  }

  private static String redacted(String member, String value) throws Exception {
    RecordRedaction redaction = RedactionSettings.DEFAULT.records();
    byte[] record =
        "{\"%s\": \"%s\", \"inputs\": {}}"
            .formatted(member, value)
            .getBytes(StandardCharsets.UTF_8);
    String redacted = new String(redaction.of(record), StandardCharsets.UTF_8);
    return Json.parse(redacted).orThrow().get(member).asText();
  }

  private Command forget(String what) throws Exception {
    byte[] record =
        "{\"version\": 1, \"task\": \"tickets\", \"kind\": \"forget\", %s}"
            .formatted(what)
            .getBytes(StandardCharsets.UTF_8);
    parse.processElement(new RawRecord("ascent.commands", 0, 1, 1, "tickets", record, null), 0);
    List<PoolInput> parsed = parse.extractOutputValues();
    Command command = parsed.get(parsed.size() - 1).command();
    assertThat(command.kind()).isEqualTo(CommandKind.FORGET);
    assertThat(command.toString()).doesNotContain("Ann", "ann@");
    return command;
  }
}
