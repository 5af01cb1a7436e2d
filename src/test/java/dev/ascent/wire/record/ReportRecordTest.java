package dev.ascent.wire.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.wire.Decoded;
import dev.ascent.wire.Json;
import dev.ascent.wire.program.Evidence;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportRecordTest {
  private static final ReportRecord REPORT =
      new ReportRecord(
          "desk",
          "ascent",
          7,
          ReportRecord.ModelInUse.of(
              ModelKind.REMOTE, "small", "https://ann:secret@host:8443/v1?key=secret"),
          TopicRecords.SPEND,
          12.5,
          3.25,
          9,
          2,
          5,
          1,
          new ReportRecord.Candidates(12, Map.of("no gap", 4, "all right", 2), 3),
          List.of(new ReportRecord.Promotion(1, "ab12", Evidence.START)),
          TopicRecords.SCORE,
          null,
          List.of(new SkippedLine(4, "message: this input is missing")),
          new ReportRecord.Exit(0, "budget spent"));

  @Test
  void reportComesBackAsItWas() {
    assertThat(ReportRecord.CODEC.decode(ReportRecord.CODEC.encodePretty(REPORT)))
        .isEqualTo(new Decoded.Value<>(REPORT));
  }

  @Test
  void spendStandsBesideTheOtherMembers() {
    JsonNode json = json();
    assertThat(json.get("rollouts").intValue()).isEqualTo(100);
    assertThat(json.get("usd").doubleValue()).isEqualTo(0.25);
    assertThat(json.has("spend")).isFalse();
    assertThat(json.at("/candidates/declined/no gap").intValue()).isEqualTo(4);
    assertThat(json.at("/skippedLines/0/line").intValue()).isEqualTo(4);
    assertThat(json.at("/exit/code").isInt()).isTrue();
  }

  @Test
  void credentialsAreLeftOut() {
    assertThat(json().at("/model/baseUrl").textValue()).isEqualTo("https://host:8443/v1");
  }

  @Test
  void equalReportsHaveEqualBytes() {
    assertThat(text()).isEqualTo(text());
    assertThat(text().indexOf("all right")).isLessThan(text().indexOf("no gap"));
  }

  private static JsonNode json() {
    return Json.parse(text()).orThrow();
  }

  private static String text() {
    return new String(ReportRecord.CODEC.encode(REPORT), StandardCharsets.UTF_8);
  }
}
