package dev.ascent.wire.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.Usage;
import dev.ascent.wire.Decoded;
import dev.ascent.wire.Json;
import dev.ascent.wire.Schemas;
import dev.ascent.wire.WireCodec;
import dev.ascent.wire.record.CommandRecord.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TopicRecordsTest {
  static Stream<Arguments> records() {
    return Stream.of(
        Arguments.of("feedback", FeedbackRecord.CODEC, TopicRecords.FEEDBACK),
        Arguments.of("command", CommandRecord.CODEC, TopicRecords.COMMAND),
        Arguments.of("status", StatusRecord.CODEC, TopicRecords.STATUS),
        Arguments.of("dead-letter", DeadLetterRecord.CODEC, TopicRecords.DEAD_LETTER),
        Arguments.of("rollout", RolloutRecord.CODEC, TopicRecords.ROLLOUT));
  }

  @ParameterizedTest
  @MethodSource("records")
  <T> void recordComesBackAsItWas(String schema, WireCodec<T> codec, T record) {
    assertThat(codec.decode(codec.encode(record))).isEqualTo(new Decoded.Value<>(record));
    assertThat(codec.decode(codec.encodePretty(record))).isEqualTo(new Decoded.Value<>(record));
  }

  @ParameterizedTest
  @MethodSource("records")
  <T> void writerUsesOnlyWhatTheSchemaLists(String schema, WireCodec<T> codec, T record) {
    assertThat(Schemas.writerComplaints(schema, tree(codec, record))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("records")
  <T> void readerAndSchemaRequireTheSame(String schema, WireCodec<T> codec, T record) {
    List<String> members = List.copyOf(members(tree(codec, record)));
    for (String member : members) {
      ObjectNode without = tree(codec, record);
      without.remove(member);
      Decoded<T> decoded = codec.decode(bytes(without));
      assertThat(decoded instanceof Decoded.Value)
          .as("reader takes a %s without %s", schema, member)
          .isEqualTo(Schemas.complaints(schema, without).isEmpty());
      if (decoded instanceof Decoded.Malformed<T> malformed) {
        assertThat(malformed.field()).isEqualTo(member);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  <T> void unknownMembersAreIgnored(String schema, WireCodec<T> codec, T record) {
    ObjectNode later = tree(codec, record);
    later.putObject("addedLater").put("x", 1);
    assertThat(codec.decode(bytes(later))).isEqualTo(new Decoded.Value<>(record));
    assertThat(Schemas.complaints(schema, later)).isEmpty();
  }

  @Test
  void memberOfAnotherTypeIsNamed() {
    ObjectNode wrong = tree(StatusRecord.CODEC, TopicRecords.STATUS);
    ((ObjectNode) wrong.get("spend")).put("usd", "free");
    assertThat(StatusRecord.CODEC.decode(bytes(wrong)))
        .isEqualTo(
            new Decoded.Malformed<>("spend.usd", "missing or not of its type: expected a number"));
  }

  @Test
  void commandOfNoKnownKindIsMalformed() {
    ObjectNode wrong = tree(CommandRecord.CODEC, TopicRecords.COMMAND).put("kind", "explode");
    assertThat(CommandRecord.CODEC.decode(bytes(wrong)))
        .isEqualTo(
            new Decoded.Malformed<>(
                "kind",
                "missing or not of its type: expected one of pause, resume, pin, unpin, roll-back,"
                    + " approve, forget, readmit, retire"));
  }

  @Test
  void commandOfNoTaskOrKindSaysWhatIsExpected() {
    ObjectNode kindless = tree(CommandRecord.CODEC, TopicRecords.COMMAND).without("kind");
    ObjectNode taskless = tree(CommandRecord.CODEC, TopicRecords.COMMAND).without("task");

    assertThat(((Decoded.Malformed<?>) CommandRecord.CODEC.decode(bytes(kindless))).message())
        .startsWith("kind: missing or not of its type: expected one of pause, resume,");
    assertThat(CommandRecord.CODEC.decode(bytes(taskless)))
        .isEqualTo(new Decoded.Malformed<>("task", "missing or not of its type: expected text"));
  }

  @Test
  void approvalNamesItsProgram() {
    ObjectNode approval =
        Json.object().put("version", 1).put("task", "desk").put("kind", "approve");
    assertThat(CommandRecord.CODEC.decode(bytes(approval)))
        .isEqualTo(new Decoded.Malformed<>("", "`approve` needs `program`"));
    assertThat(Schemas.complaints("command", approval)).hasSize(1);

    approval.put("program", "ab12");
    assertThat(CommandRecord.CODEC.decode(bytes(approval)))
        .isEqualTo(
            new Decoded.Value<>(
                new CommandRecord("desk", Kind.APPROVE, null, "ab12", null, null, null)));
    assertThat(Schemas.complaints("command", approval)).isEmpty();
  }

  @Test
  void whoWantsSomethingForgottenNamesIt() {
    ObjectNode forget = Json.object().put("version", 1).put("task", "desk").put("kind", "forget");
    assertThat(CommandRecord.CODEC.decode(bytes(forget)))
        .isEqualTo(new Decoded.Malformed<>("", "`forget` needs `records` or `authors`"));
    assertThat(Schemas.complaints("command", forget)).isNotEmpty();
    forget.putArray("records");
    assertThat(CommandRecord.CODEC.decode(bytes(forget))).isInstanceOf(Decoded.Malformed.class);
    assertThat(Schemas.complaints("command", forget)).isNotEmpty();

    forget.putArray("authors").add("bob");
    assertThat(CommandRecord.CODEC.decode(bytes(forget))).isInstanceOf(Decoded.Value.class);
    assertThat(Schemas.complaints("command", forget)).isEmpty();
  }

  @Test
  void whoReadmitsNamesAnAuthor() {
    ObjectNode readmit = Json.object().put("version", 1).put("task", "desk").put("kind", "readmit");
    readmit.putArray("records").add("17");
    assertThat(CommandRecord.CODEC.decode(bytes(readmit)))
        .isEqualTo(new Decoded.Malformed<>("", "`readmit` needs `authors`"));
    assertThat(Schemas.complaints("command", readmit)).isNotEmpty();

    readmit.putArray("authors").add("bob");
    assertThat(CommandRecord.CODEC.decode(bytes(readmit))).isInstanceOf(Decoded.Value.class);
    assertThat(Schemas.complaints("command", readmit)).isEmpty();
  }

  @Test
  void feedbackSaysSomething() {
    ObjectNode silent = Json.object().put("version", 1).put("task", "desk").put("id", "17");
    assertThat(FeedbackRecord.CODEC.decode(bytes(silent))).isInstanceOf(Decoded.Malformed.class);
    assertThat(Schemas.complaints("feedback", silent)).isNotEmpty();
  }

  @Test
  void rolloutWithoutScoreSaysNone() {
    Rollout fault =
        Rollout.missing(
            new RolloutKey("m1", "17", "ab12", 0), RolloutStatus.TIMED_OUT, "late", Usage.NONE);
    ObjectNode record =
        tree(RolloutRecord.CODEC, RolloutRecord.of("desk", fault, TopicRecords.NOON));
    assertThat(record.has("score")).isFalse();
    assertThat(record.get("status").textValue()).isEqualTo("timed-out");
    assertThat(Schemas.writerComplaints("rollout", record)).isEmpty();
  }

  @Test
  void deadLetterKeepsTheBeginningOfALargeRecord() {
    byte[] large = new byte[1 << 20];
    DeadLetterRecord letter =
        DeadLetterRecord.of(
            "too large",
            "",
            new DeadLetterRecord.Origin("ascent.examples", 0, 1),
            large,
            TopicRecords.NOON);
    assertThat(Base64.getDecoder().decode(letter.payload())).hasSize(64 << 10);
    assertThat(letter.payloadBytes()).isEqualTo(1 << 20);
  }

  private static List<String> members(JsonNode record) {
    return record.propertyStream().map(java.util.Map.Entry::getKey).toList();
  }

  private static <T> ObjectNode tree(WireCodec<T> codec, T record) {
    String json = new String(codec.encode(record), StandardCharsets.UTF_8);
    return (ObjectNode) Json.parse(json).orThrow();
  }

  private static byte[] bytes(JsonNode tree) {
    return Json.text(tree).getBytes(StandardCharsets.UTF_8);
  }
}
