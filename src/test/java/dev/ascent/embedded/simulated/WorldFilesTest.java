package dev.ascent.embedded.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ascent.wire.task.ParsedTask;
import dev.ascent.wire.task.TaskFile;
import dev.ascent.wire.task.TaskOverrides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorldFilesTest {
  private final World world = World.named("base", 8);

  @Test
  void writesExamplesAsFlatRows(@TempDir Path folder) throws IOException {
    Path directory = folder.resolve("new/world");

    WorldFiles.write(directory, world, 20, 30, "http://127.0.0.1:9/v1");

    List<String> rows = Files.readAllLines(directory.resolve("train.jsonl"));
    assertThat(rows).hasSize(20);
    assertThat(new ObjectMapper().readTree(rows.get(0)))
        .isEqualTo(new ObjectMapper().valueToTree(world.examples(1).get(0)));
    assertThat(Files.readAllLines(directory.resolve("test.jsonl"))).hasSize(30);
  }

  @Test
  void theTaskIsOneThatAscentReads(@TempDir Path folder) throws IOException {
    WorldFiles.write(folder, world, 1, 1, "http://127.0.0.1:9/v1");

    ParsedTask parsed = TaskFile.read(folder.resolve("task.yaml"), TaskOverrides.NONE);

    assertThat(parsed)
        .isInstanceOfSatisfying(
            ParsedTask.Valid.class,
            valid -> {
              assertThat(valid.task().modules()).isEqualTo(world.modules());
              assertThat(valid.task().metric()).isEqualTo(world.metric());
              assertThat(valid.task().lm().model()).isEqualTo("simulated");
              assertThat(valid.task().lm().baseUrl()).isEqualTo("http://127.0.0.1:9/v1");
              assertThat(valid.task().outputs().get(0).description())
                  .contains("billing", "shipping", "accounts", "returns", "technical", "sales");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"hidden-scope", "graded", "two-modules"})
  void tasksOfOtherWorldsAreReadToo(String name, @TempDir Path folder) throws IOException {
    World other = World.named(name, 8);
    WorldFiles.write(folder, other, 1, 1, "http://127.0.0.1:9/v1");

    ParsedTask parsed = TaskFile.read(folder.resolve("task.yaml"), TaskOverrides.NONE);

    assertThat(parsed)
        .isInstanceOfSatisfying(
            ParsedTask.Valid.class,
            valid -> {
              assertThat(valid.task().modules()).isEqualTo(other.modules());
              assertThat(valid.task().metric()).isEqualTo(other.metric());
            });
  }

  @Test
  void leavesTheModelOpenWithoutAddress(@TempDir Path folder) throws IOException {
    WorldFiles.write(folder, world, 1, 1);

    assertThat(Files.readString(folder.resolve("task.yaml"))).doesNotContain("lm:");
  }
}
