package dev.ascent.wire.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.core.task.Dataset;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.wire.Decoded;
import dev.ascent.wire.Json;
import dev.ascent.wire.Schemas;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskDefinitionCodecTest {
  @ParameterizedTest
  @ValueSource(strings = {TaskTexts.MINIMAL, TaskTexts.FULL})
  void taskComesBackAsItWas(String yaml) {
    TaskDefinition task = TaskTexts.task(yaml);
    assertThat(TaskDefinitionCodec.decode(TaskDefinitionCodec.encode(task)))
        .isEqualTo(new Decoded.Value<>(task));
  }

  @ParameterizedTest
  @ValueSource(strings = {TaskTexts.MINIMAL, TaskTexts.FULL})
  void recordFollowsItsSchema(String yaml) {
    assertThat(Schemas.writerComplaints("task", tree(text(yaml)))).isEmpty();
    assertThat(Schemas.writerComplaints("task", tree(text(bounded())))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/version",
        "/task",
        "/program",
        "/program/modules",
        "/program/modules/0/name",
        "/program/modules/0/signature",
        "/program/modules/0/signature/inputs",
        "/program/modules/0/signature/outputs",
        "/program/modules/0/signature/outputs/0/name",
        "/metric",
        "/metric/type"
      })
  void readerAndSchemaRequireTheSame(String pointer) {
    JsonNode record = tree(text(TaskTexts.MINIMAL));
    int end = pointer.lastIndexOf('/');
    ((ObjectNode) record.at(pointer.substring(0, end))).remove(pointer.substring(end + 1));
    assertThat(decode(Json.text(record))).isInstanceOf(Decoded.Malformed.class);
    assertThat(Schemas.complaints("task", record)).isNotEmpty();
  }

  @Test
  void recordWithoutAnyOptionalPartIsATask() {
    ObjectNode record = (ObjectNode) tree(text(TaskTexts.MINIMAL));
    record.retain("version", "task", "program", "metric");
    assertThat(decode(Json.text(record)))
        .isEqualTo(new Decoded.Value<>(TaskTexts.task(TaskTexts.MINIMAL)));
    assertThat(Schemas.complaints("task", record)).isEmpty();
  }

  @Test
  void datasetOfABoundedTaskComesBack() {
    assertThat(TaskDefinitionCodec.decode(TaskDefinitionCodec.encode(bounded())))
        .isEqualTo(new Decoded.Value<>(bounded()));
  }

  @Test
  void aRecordOfNameAloneSaysAllThatIsMissing() {
    Decoded.Malformed<TaskDefinition> malformed =
        malformed("{\"version\": 1, \"task\": \"broken\"}");

    assertThat(malformed.field()).isEqualTo("program");
    assertThat(malformed.reason())
        .contains("program: found nothing, expected")
        .contains("metric: found nothing, expected");
  }

  private static TaskDefinition bounded() {
    return TaskTexts.task(TaskTexts.MINIMAL).withDataset(new Dataset(160, 40));
  }

  @Test
  void unknownFieldsAreIgnored() {
    String record = text(TaskTexts.MINIMAL).replaceFirst("\\{", "{\"later\":{\"x\":1},");
    assertThat(decode(record)).isInstanceOf(Decoded.Value.class);
  }

  @Test
  void missingFieldIsNamed() {
    String record = text(TaskTexts.MINIMAL).replace("\"name\":\"classify\",", "");
    assertThat(malformed(record).field()).isEqualTo("program.modules[0].name");
  }

  @Test
  void newerVersionIsRefused() {
    String record = text(TaskTexts.MINIMAL).replace("\"version\":1", "\"version\":2");
    assertThat(malformed(record))
        .isEqualTo(
            new Decoded.Malformed<>("version", "expected at most 1, found 2 of a newer Ascent"));
  }

  @Test
  void datasetWithoutItsNumbersIsRefused() {
    String record = text(TaskTexts.MINIMAL).replaceFirst("\\{", "{\"dataset\":{\"training\":1},");
    assertThat(malformed(record).field()).isEqualTo("holdout");
  }

  private static String text(String yaml) {
    return text(TaskTexts.task(yaml));
  }

  private static String text(TaskDefinition task) {
    return new String(TaskDefinitionCodec.encode(task), StandardCharsets.UTF_8);
  }

  private static JsonNode tree(String json) {
    return Json.parse(json).orThrow();
  }

  private static Decoded<TaskDefinition> decode(String record) {
    return TaskDefinitionCodec.decode(record.getBytes(StandardCharsets.UTF_8));
  }

  private static Decoded.Malformed<TaskDefinition> malformed(String record) {
    return (Decoded.Malformed<TaskDefinition>) decode(record);
  }
}
