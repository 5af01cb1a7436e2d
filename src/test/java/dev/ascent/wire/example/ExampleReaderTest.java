package dev.ascent.wire.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Feedback;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.wire.Json;
import dev.ascent.wire.Schemas;
import dev.ascent.wire.example.ParsedExample.Accepted;
import dev.ascent.wire.example.ParsedExample.Rejected;
import dev.ascent.wire.record.FeedbackRecord;
import dev.ascent.wire.task.TaskTexts;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExampleReaderTest {
  private static final TaskDefinition DESK = TaskTexts.task(TaskTexts.MINIMAL);
  private static final TaskDefinition INVOICES = TaskTexts.task(TaskTexts.FULL);

  private final ExampleReader desk = ExampleReader.of(DESK);
  private final ExampleReader invoices = ExampleReader.of(INVOICES);

  @Test
  void flatRowIsSplitByTheSignature() {
    assertThat(desk.read("{\"message\":\"Where is it?\",\"intent\":\"delivery\",\"x\":[1]}", "f:3"))
        .isEqualTo(
            new Accepted(
                Example.labelled(
                    "f:3", Map.of("message", "Where is it?"), Map.of("intent", "delivery"))));
  }

  @Test
  void canonicalRecordIsReadWhole() {
    String record =
        """
        {"version": 1, "task": "support-desk", "id": 17,
         "inputs": {"message": "Hi", "channel": "web"},
         "expected": {"intent": " Billing "},
         "outputs": {"intent": "none of these", "extra": 1},
         "feedback": {"score": 0.5, "text": "slow"},
         "programEpoch": 3, "author": "ann", "time": "2026-01-31T12:00:00Z"}
        """;

    assertThat(Schemas.writerComplaints("example", Json.parse(record).orThrow())).isEmpty();
    assertThat(desk.read(record, "unused"))
        .isEqualTo(
            new Accepted(
                new Example(
                    "17",
                    Map.of("message", "Hi"),
                    Map.of("intent", "billing"),
                    Map.of("intent", "none of these"),
                    new Feedback(0.5, "slow"),
                    "ann",
                    3L)));
  }

  @Test
  void feedbackMayBeWordsAlone() {
    String record = "{\"inputs\":{\"message\":\"Hi\"},\"feedback\":{\"text\":\"bad\"}}";
    assertThat(accepted(desk, record).feedback()).isEqualTo(new Feedback(null, "bad"));
    assertThat(accepted(desk, record.replace("\"text\":\"bad\"", "")).feedback()).isNull();
  }

  @Test
  void labelMayBeMissingUnlessRequired() {
    String row = "{\"message\":\"Hi\",\"intent\":null}";
    assertThat(accepted(desk, row).hasLabel()).isFalse();
    assertThat(desk.requiringLabels().read(row, "f:1"))
        .isEqualTo(
            new Rejected("this label is missing, and the metric compares with it", "intent"));
  }

  @Test
  void outputsOfEarlierModulesAreNoInputsOfAnExample() {
    String row = "{\"document\":\"d\",\"country\":\"NO\",\"amount\":12.50,\"paid\":\"True\"}";
    Example example = accepted(invoices, row);
    assertThat(example.inputs()).isEqualTo(Map.of("document", "d", "country", "no"));
    assertThat(example.expected()).isEqualTo(Map.of("amount", "12.5", "paid", "true"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          lines  | [1, {"a": "b"}] | [1,{"a":"b"}]
          lines  | "[ ]"           | []
          paid   | false           | false
          amount | 3               | 3
          amount | "1.5"           | 1.5
          count  | 3.0             | 3
          count  | 2e3             | 2000
          count  | " 7 "           | 7
          count  | 12345678901234567890123 | 12345678901234567890123
          meta   | {"k": 1.0}      | {"k":1.0}
          """)
  void valueBecomesItsText(String field, String value, String text) {
    String row = "{\"document\":5,\"country\":1,\"" + field + "\":" + value + "}";
    Example example = accepted(invoices, row);
    assertThat(example.expected()).isEqualTo(Map.of(field, text));
    assertThat(example.inputs()).isEqualTo(Map.of("document", "5", "country", "1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          lines    | {"a": 1}     | expected a list, found an object
          paid     | "yes"        | expected true or false, found "yes"
          paid     | 1            | expected true or false, found 1
          amount   | "dear"       | expected a number, found "dear"
          count    | 1.5          | expected an integer, found 1.5
          count    | 1e999999     | expected an integer, found 1E+999999
          count    | true         | expected an integer, found true
          meta     | []           | expected an object, found a list
          document | {}           | expected text, found an object
          country  | "Norway"     | expected one of no, de, 1, found "Norway"
          """)
  void valueOfAnotherTypeIsRejected(String field, String value, String reason) {
    Map<String, String> values = new TreeMap<>(Map.of("document", "1", "country", "1"));
    values.put(field, value);
    String row =
        values.entrySet().stream()
            .map(entry -> "\"" + entry.getKey() + "\":" + entry.getValue())
            .collect(Collectors.joining(",", "{", "}"));
    assertThat(invoices.read(row, "f:1")).isEqualTo(new Rejected(reason, field));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          {"intent":"billing"}                              | message         | this input is missing
          {"message":null}                                  | message         | this input is missing
          {"inputs":{}}                                     | inputs.message  | this input is missing
          {"inputs":{"message":"m"},"expected":[]}          | expected        | expected an object, found a list
          {"inputs":{"message":"m"},"expected":{"intent":"x"}} | expected.intent | expected one of billing, delivery, returns, account, found "x"
          {"inputs":{"message":"m"},"task":"other"}         | task            | expected support-desk, found "other"
          {"inputs":{"message":"m"},"feedback":{"score":2}} | feedback.score  | expected a number from 0 to 1, found 2
          {"message":"m","id":" "}                          | id              | expected from 1 to 512 characters
          {"message":"m","id":{}}                           | id              | expected text or a number, found an object
          [1]                                               | ``              | expected an object, found a list
          """)
  void recordThatCannotBeUsedSaysWhy(String json, String field, String reason) {
    assertThat(desk.read(json, "f:1")).isEqualTo(new Rejected(reason, field));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"message":"m"
          {"message":"m"} {}
          {"message":"m","message":"n"}
          ``
          message
          """)
  void textThatIsNotOneJsonValueIsRejected(String json) {
    assertThat(desk.read(json, "f:1")).isInstanceOf(Rejected.class);
  }

  @Test
  void reasonDoesNotRepeatBrokenText() {
    Rejected rejected = (Rejected) desk.read("{\"message\": \"my password is hunter2", "f:1");
    assertThat(rejected.message()).contains("line 1").doesNotContain("hunter2");
  }

  @Test
  void recordBeyondTheLimitIsRejected() {
    String rest = " ".repeat(ExampleReader.MAX_BYTES - "{\"message\":\"1234\"}".length());
    assertThat(desk.read("{\"message\":\"1234\"}" + rest, "f:1")).isInstanceOf(Accepted.class);
    assertThat(desk.read("{\"message\":\"12é4\"}" + rest, "f:1"))
        .isEqualTo(new Rejected("larger than 1048576 bytes", ""));
  }

  @Test
  void nestingWithoutEndIsRejected() {
    String deep = "[".repeat(100_000);
    assertThat(desk.read("{\"message\":" + deep, "f:1")).isInstanceOf(Rejected.class);
  }

  @Test
  void lateLabelAndVerdictReplaceEarlierOnes() {
    Example example = accepted(desk, "{\"message\":\"Hi\",\"intent\":\"billing\"}");
    FeedbackRecord late =
        new FeedbackRecord(
            "support-desk",
            "f:1",
            Json.object().put("intent", "Returns"),
            new FeedbackRecord.Verdict(0.0, "wrong team"),
            "ann",
            null);
    Accepted joined = (Accepted) desk.join(example, late);
    assertThat(joined.example().expected()).isEqualTo(Map.of("intent", "returns"));
    assertThat(joined.example().feedback()).isEqualTo(new Feedback(0.0, "wrong team"));
    assertThat(joined.example().inputs()).isEqualTo(example.inputs());
  }

  @Test
  void whatLateFeedbackDoesNotSayStaysAsItWas() {
    Example example = accepted(desk, "{\"message\":\"Hi\",\"intent\":\"billing\"}");
    Example scored = joined(example, new FeedbackRecord.Verdict(0.0, null));
    Example both = joined(scored, new FeedbackRecord.Verdict(null, "wrong team"));
    assertThat(both.feedback()).isEqualTo(new Feedback(0.0, "wrong team"));
    assertThat(both.expected()).isEqualTo(example.expected());
    assertThat(joined(both, new FeedbackRecord.Verdict(1.0, null)).feedback())
        .isEqualTo(new Feedback(1.0, "wrong team"));
  }

  @Test
  void lateLabelHasToBeRight() {
    FeedbackRecord late =
        new FeedbackRecord(
            "support-desk", "f:1", Json.object().put("intent", "x"), null, null, null);
    assertThat(desk.join(accepted(desk, "{\"message\":\"Hi\"}"), late))
        .isEqualTo(
            new Rejected(
                "expected one of billing, delivery, returns, account, found \"x\"",
                "expected.intent"));
  }

  private Example joined(Example example, FeedbackRecord.Verdict verdict) {
    FeedbackRecord late = new FeedbackRecord("support-desk", "f:1", null, verdict, null, null);
    return ((Accepted) desk.join(example, late)).example();
  }

  private static Example accepted(ExampleReader reader, String json) {
    ParsedExample parsed = reader.read(json, "f:1");
    assertThat(parsed).isInstanceOf(Accepted.class);
    return ((Accepted) parsed).example();
  }
}
