package dev.ascent.wire.task;

import static dev.ascent.wire.task.TaskTexts.FULL;
import static dev.ascent.wire.task.TaskTexts.MINIMAL;
import static dev.ascent.wire.task.TaskTexts.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.metric.MetricDefinition;
import dev.ascent.core.metric.MetricType;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.FieldType;
import dev.ascent.core.program.ModuleType;
import dev.ascent.core.task.BudgetSettings;
import dev.ascent.core.task.Caps;
import dev.ascent.core.task.LmCache;
import dev.ascent.core.task.LmKey;
import dev.ascent.core.task.LmLimits;
import dev.ascent.core.task.LmPrices;
import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.OptimizerSettings;
import dev.ascent.core.task.PromotionPolicy;
import dev.ascent.core.task.SelectionType;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskFileTest {
  @Test
  void minimalTaskGetsTheDefaultsOfAscent() {
    TaskDefinition task = task(MINIMAL);

    assertThat(task.task()).isEqualTo("support-desk");
    assertThat(task.modules()).hasSize(1);
    assertThat(task.modules().get(0).type()).isEqualTo(ModuleType.PREDICT);
    assertThat(task.modules().get(0).signature().outputs())
        .containsExactly(
            Field.choice("intent", "", List.of("billing", "delivery", "returns", "account")));
    assertThat(task.metric())
        .isEqualTo(new MetricDefinition(MetricType.EXACT_MATCH, "intent", 0, "", ""));
    assertThat(task.lm()).isEqualTo(LmProfile.of(null, null));
    assertThat(task.optimizer())
        .isEqualTo(
            new OptimizerSettings(
                "ascent", 16, 30, 16, 0, 8, 24, 0.2, 0.2, 1, SelectionType.SOFTMAX));
    assertThat(task.budget()).isEqualTo(new BudgetSettings(Caps.NONE, Caps.NONE));
    assertThat(task.promotion()).isEqualTo(new PromotionPolicy(0.05, 20, 30, 0, 0.2, false));
    assertThat(task.dataset()).isNull();
    assertThat(task.seed()).isZero();
  }

  @Test
  void fullTaskIsReadKeyByKey() {
    TaskDefinition task = task(FULL);

    assertThat(task.inputs()).extracting(Field::name).containsExactly("document", "country");
    assertThat(task.outputs())
        .extracting(Field::type)
        .containsExactly(
            FieldType.LIST,
            FieldType.BOOLEAN,
            FieldType.NUMBER,
            FieldType.INTEGER,
            FieldType.OBJECT);
    assertThat(task.inputs().get(1).choices()).containsExactly("no", "de", "1");
    assertThat(task.outputs().get(0).schema())
        .isEqualTo("{\"type\":\"array\",\"items\":{\"type\":\"object\"}}");
    assertThat(task.outputs().get(4).schema()).isEqualTo("{\"type\":\"object\"}");
    assertThat(task.modules().get(1).signature().instructions())
        .isEqualTo("Given the fields `lines`, produce the fields `amount`, `count`, `meta`.");
    assertThat(task.metric())
        .isEqualTo(new MetricDefinition(MetricType.NUMERIC, "amount", 0.01, "", ""));
    assertThat(task.lm())
        .isEqualTo(
            LmProfile.of("https://models.example.com/v1", "small")
                .withKey(LmKey.ofEnv("MODEL_KEY"))
                .withAnswers(0.7, 500)
                .withLimits(
                    new LmLimits(
                        8,
                        30,
                        200,
                        null,
                        null,
                        true,
                        LmLimits.DEFAULT_SAMPLES_PER_REQUEST,
                        LmCache.DEFAULT))
                .withPrices(new LmPrices(0.15, 0.6, null)));
    assertThat(task.optimizer())
        .isEqualTo(
            new OptimizerSettings("simba", 24, 5, 4, 3, 2, 6, 0.3, 0.4, 2, SelectionType.TOP_TWO));
    assertThat(task.budget())
        .isEqualTo(
            new BudgetSettings(new Caps(5000L, 2_000_000L, null), new Caps(700L, null, 1.5)));
    assertThat(task.promotion()).isEqualTo(new PromotionPolicy(0.1, 5, 7, 0.02, 0.25, true));
    assertThat(task.seed()).isEqualTo(42);
  }

  @Test
  void algorithmOfTheCommandLineBringsItsOwnDefaults() {
    TaskDefinition task = overridden(MINIMAL, TaskOverrides.NONE.algorithm("simba"));

    assertThat(task.optimizer())
        .isEqualTo(
            new OptimizerSettings(
                "simba", 32, 30, 6, 8, 4, Integer.MAX_VALUE, 0.2, 0.2, 1, SelectionType.SOFTMAX));
    assertThat(task.promotion().holdoutShare()).isZero();
  }

  @Test
  void flagsBeatTheFileAndAbsentFlagsLeaveIt() {
    TaskOverrides flags =
        TaskOverrides.NONE.maxRollouts(9L).seed(7L).algorithm(null).maxInflightMinibatches(null);
    TaskDefinition task = overridden(FULL, flags);

    assertThat(task.budget().total().rollouts()).isEqualTo(9);
    assertThat(task.budget().perDay().rollouts()).isEqualTo(700);
    assertThat(task.seed()).isEqualTo(7);
    assertThat(task.optimizer().algorithm()).isEqualTo("simba");
    assertThat(task.optimizer().maxInflightMinibatches()).isEqualTo(2);
  }

  @Test
  void jsonIsAccepted() {
    String compact = Json.text(TaskDefinitionCodec.tree(task(MINIMAL)).without("version"));
    assertThat(task(compact)).isEqualTo(task(MINIMAL));
    assertThat(task(compact.replace(",\"", ",\n\t\""))).isEqualTo(task(MINIMAL));
  }

  @Test
  void fileMayBeginWithAByteOrderMarkAndEndLinesAsOnWindows(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("TASK.yaml");
    Files.writeString(file, "\uFEFF" + MINIMAL.replace("\n", "\r\n"));
    assertThat(TaskFile.read(file, TaskOverrides.NONE))
        .isEqualTo(new ParsedTask.Valid(task(MINIMAL)));
  }

  @Test
  void bytesThatAreNoTextAreRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("TASK.yaml");
    Files.write(file, new byte[] {(byte) 0xC3, 0x28});
    assertThat(((ParsedTask.Invalid) TaskFile.read(file, TaskOverrides.NONE)).message())
        .isEqualTo("TASK.yaml: found bytes that are not UTF-8, expected UTF-8");
  }

  private static TaskDefinition overridden(String yaml, TaskOverrides overrides) {
    return ((ParsedTask.Valid) TaskFile.parse("TASK.yaml", yaml, overrides)).task();
  }
}
