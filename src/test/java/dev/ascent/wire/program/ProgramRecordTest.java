package dev.ascent.wire.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.wire.Decoded;
import dev.ascent.wire.Json;
import dev.ascent.wire.Schemas;
import dev.ascent.wire.program.Evidence.Basis;
import dev.ascent.wire.program.Evidence.Costs;
import dev.ascent.wire.program.Evidence.Opponent;
import dev.ascent.wire.program.Evidence.PerRollout;
import dev.ascent.wire.program.Evidence.Status;
import dev.ascent.wire.program.ProgramRecord.Message;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import dev.ascent.wire.program.ProgramRecord.ModelRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProgramRecordTest {
  private static final ModelRecord MODEL = new ModelRecord(ModelKind.REMOTE, "small");

  private static final Evidence PROVEN =
      new Evidence(
          Status.PROVEN,
          Basis.HOLDOUT,
          62,
          0.2,
          List.of(0.05, 0.35),
          new Opponent(Programs.start().id(), 0L),
          21.5,
          0,
          null,
          new Costs(
              new PerRollout(60, 412.5, 20.1, 0.0004, 310),
              new PerRollout(62, 131, 19.8, 0.0001, 122.5)));

  private static final ProgramRecord TRAINED = record(1, Programs.trained(), PROVEN);

  static Stream<ProgramRecord> records() {
    return Stream.of(TRAINED, record(0, Programs.start(), Evidence.START));
  }

  @ParameterizedTest
  @MethodSource("records")
  void recordComesBackAsItWas(ProgramRecord record) {
    byte[] bytes = ProgramRecord.CODEC.encodePretty(record);
    assertThat(ProgramRecord.CODEC.decode(bytes)).isEqualTo(new Decoded.Value<>(record));
  }

  @ParameterizedTest
  @MethodSource("records")
  void recordFollowsItsSchema(ProgramRecord record) {
    // What DSPy saves is open: its predictors are members by name.
    assertThat(Schemas.writerComplaints("program", json(record))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("records")
  void readerAndSchemaRequireTheSame(ProgramRecord record) {
    List<String> members = json(record).propertyStream().map(Map.Entry::getKey).toList();
    for (String member : members) {
      ObjectNode without = json(record);
      without.remove(member);
      byte[] bytes = Json.text(without).getBytes(StandardCharsets.UTF_8);
      assertThat(ProgramRecord.CODEC.decode(bytes)).isInstanceOf(Decoded.Malformed.class);
      assertThat(Schemas.complaints("program", without)).as(member).isNotEmpty();
    }
  }

  @Test
  void programComesBackWithItsIdAndLineage() {
    Program program = Programs.trained();
    assertThat(TRAINED.program()).isEqualTo(new Decoded.Value<>(program));
    assertThat(TRAINED.program().orThrow().id()).isEqualTo(TRAINED.id());
  }

  @Test
  void editedProgramHasAnotherId() {
    String edited =
        Json.text(json(TRAINED)).replace("\"Name the team.\"", "\"Name the right team.\"");
    ProgramRecord record =
        ProgramRecord.CODEC.decode(edited.getBytes(StandardCharsets.UTF_8)).orThrow();
    assertThat(record.program().orThrow().id()).isNotEqualTo(record.id());
  }

  @Test
  void demosHoldTypedValuesInTheOrderOfTheSignature() {
    JsonNode demos = json(TRAINED).at("/predictors/0/demos");
    assertThat(demos.toString())
        .isEqualTo(
            "[{\"inputs\":{\"ticket\":\"my parcel is late\"},"
                + "\"outputs\":{\"team\":\"shipping\",\"item2count\":1},\"sources\":[\"e3\"]}]");
    assertThat(json(TRAINED).at("/predictors/1/demos/0/outputs").toString())
        .isEqualTo("{\"reasoning\":\"Be kind.\",\"HTMLParts\":[\"<p>\",1.50]}");
  }

  @Test
  void instructionsAreShownWithAndWithoutRules() {
    JsonNode classify = json(TRAINED).at("/predictors/0");
    assertThat(classify.get("baseInstructions").textValue()).isEqualTo("Name the team.");
    assertThat(classify.get("instructions").textValue())
        .isEqualTo("Name the team.\n\nA parcel goes to 'shipping'.");
  }

  @Test
  void messagesHoldPlaceholdersForInputs() {
    assertThat(json(TRAINED).at("/predictors/1/messages").toString())
        .isEqualTo("[{\"role\":\"user\",\"content\":\"{ticket={{ticket}}, team={{team}}}\"}]");
  }

  @Test
  void predictorOfAnUnknownTypeIsMalformed() {
    String text = Json.text(json(TRAINED)).replace("\"ChainOfThought\"", "\"ReAct\"");
    ProgramRecord record =
        ProgramRecord.CODEC.decode(text.getBytes(StandardCharsets.UTF_8)).orThrow();
    assertThat(record.program())
        .isEqualTo(new Decoded.Malformed<>("predictors[1].type", "unknown type ReAct"));
  }

  @Test
  void aFieldOfAnUnknownTypeIsNamed() {
    String text = Json.text(json(TRAINED)).replace("\"integer\"", "\"colour\"");
    ProgramRecord record =
        ProgramRecord.CODEC.decode(text.getBytes(StandardCharsets.UTF_8)).orThrow();
    assertThat(record.program())
        .isEqualTo(
            new Decoded.Malformed<>(
                "predictors[0].signature", "unknown type colour of the field item2count"));
  }

  private static ProgramRecord record(long epoch, Program program, Evidence evidence) {
    return ProgramRecord.of(
        "desk", epoch, program, evidence, MODEL, ProgramRecordTest::renderPlainly);
  }

  private static List<Message> renderPlainly(Predictor predictor) {
    return List.of(new Message("user", PredictorRecord.placeholders(predictor).toString()));
  }

  private static ObjectNode json(ProgramRecord record) {
    byte[] bytes = ProgramRecord.CODEC.encode(record);
    return (ObjectNode) Json.parse(new String(bytes, StandardCharsets.UTF_8)).orThrow();
  }
}
