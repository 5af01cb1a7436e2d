package dev.ascent.subscriber;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ProgramReaderTest {

  @Test
  void aRecordOfTheJobIsAProgram() throws Exception {
    Program program = ProgramReader.read(Records.value("triage", 3));

    assertThat(program.task()).isEqualTo("triage");
    assertThat(program.epoch()).isEqualTo(3);
    assertThat(program.id()).isEqualTo(Records.ID);
    assertThat(program.model()).isEqualTo("small");
    assertThat(program.json()).contains("\"epoch\":3");
    assertThat(program.predictor("classify").outputs())
        .extracting(Field::name)
        .containsExactly("team");
    assertThatThrownBy(() -> program.predictor("other")).hasMessageContaining("classify");
  }

  @Test
  void aChainOfThoughtAnswersItsReasoningFirst() throws Exception {
    Program program =
        ProgramReader.read(
            changed(
                record -> ((ObjectNode) record.at("/predictors/0")).put("type", "ChainOfThought")));

    assertThat(program.predictor("classify").outputs())
        .extracting(Field::name)
        .containsExactly("reasoning", "team");
  }

  @Test
  void membersOfNewerWritersAreIgnored() throws Exception {
    assertThat(ProgramReader.read(changed(record -> record.put("colour", "blue"))).epoch())
        .isEqualTo(3);
  }

  @Test
  void whatThisVersionCannotRunIsRefusedByName() {
    refuses("no JSON", "nonsense".getBytes(UTF_8));
    refuses("version: expected at most 1", changed(record -> record.put("version", 2)));
    refuses("version: expected an integer", changed(record -> record.remove("version")));
    refuses("epoch", changed(record -> record.put("epoch", -1)));
    refuses("epoch", changed(record -> record.put("epoch", 1.5)));
    refuses("id", changed(record -> record.put("id", "../../etc")));
    refuses("task", changed(record -> record.remove("task")));
    refuses("model.name", changed(record -> record.remove("model")));
    refuses("predictors", changed(record -> record.putArray("predictors")));
    refuses(
        "predictors[1].name: there are two",
        changed(
            record ->
                ((ArrayNode) record.get("predictors")).add(record.at("/predictors/0").deepCopy())));
    refuses(
        "predictors[0].type: unknown type ReAct",
        changed(record -> ((ObjectNode) record.at("/predictors/0")).put("type", "ReAct")));
    refuses(
        "predictors[0].messages[1].role",
        changed(
            record -> ((ObjectNode) record.at("/predictors/0/messages/1")).put("role", "tool")));
    refuses(
        "predictors[0].signature.inputs[0].type: unknown type image",
        changed(
            record ->
                ((ObjectNode) record.at("/predictors/0/signature/inputs/0")).put("type", "image")));
    refuses(
        "predictors[0].messages: the last one has no {{ticket}}",
        changed(
            record ->
                ((ObjectNode) record.at("/predictors/0/messages/1")).put("content", "{{count}}")));
  }

  private static void refuses(String reason, byte[] value) {
    assertThatThrownBy(() -> ProgramReader.read(value))
        .isInstanceOf(ProgramReader.Malformed.class)
        .hasMessageContaining(reason);
  }

  private static byte[] changed(Consumer<ObjectNode> change) {
    ObjectNode record = Records.program("triage", 3);
    change.accept(record);
    return Records.bytes(record);
  }
}
