package dev.ascent.wire.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.task.Dataset;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.wire.Decoded;
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

  @Test
  void datasetOfABoundedTaskComesBack() {
    TaskDefinition stream = TaskTexts.task(TaskTexts.MINIMAL);
    TaskDefinition bounded =
        new TaskDefinition(
            stream.task(),
            stream.modules(),
            stream.metric(),
            stream.lm(),
            stream.optimizer(),
            stream.budget(),
            stream.promotion(),
            new Dataset(160, 40),
            stream.seed());
    assertThat(TaskDefinitionCodec.decode(TaskDefinitionCodec.encode(bounded)))
        .isEqualTo(new Decoded.Value<>(bounded));
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
    byte[] bytes = TaskDefinitionCodec.encode(TaskTexts.task(yaml));
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static Decoded<TaskDefinition> decode(String record) {
    return TaskDefinitionCodec.decode(record.getBytes(StandardCharsets.UTF_8));
  }

  private static Decoded.Malformed<TaskDefinition> malformed(String record) {
    return (Decoded.Malformed<TaskDefinition>) decode(record);
  }
}
