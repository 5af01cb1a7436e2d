package dev.ascent.embedded.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorldFilesTest {
  private final World world = World.named("base", 8);

  @Test
  void writesTaskAndExamples(@TempDir Path folder) throws IOException {
    Path directory = folder.resolve("new/world");

    WorldFiles.write(directory, world, 20, 30, "http://127.0.0.1:9/v1");

    JsonNode task = new YAMLMapper().readTree(directory.resolve("task.yaml").toFile());
    assertThat(task.get("task").asText()).isEqualTo("tickets");
    assertThat(task.at("/program/modules/0/name").asText()).isEqualTo("route");
    assertThat(task.at("/program/modules/0/type").asText()).isEqualTo("Predict");
    assertThat(task.at("/program/modules/0/signature/inputs/0/name").asText()).isEqualTo("ticket");
    assertThat(task.at("/program/modules/0/signature/outputs/0/description").asText())
        .contains("billing", "shipping", "accounts", "returns", "technical", "sales");
    assertThat(task.at("/metric/type").asText()).isEqualTo("exact-match");
    assertThat(task.at("/lm/base-url").asText()).isEqualTo("http://127.0.0.1:9/v1");
    List<String> rows = Files.readAllLines(directory.resolve("train.jsonl"));
    assertThat(rows).hasSize(20);
    assertThat(new ObjectMapper().readTree(rows.get(0)))
        .isEqualTo(new ObjectMapper().valueToTree(world.examples(1).get(0)));
    assertThat(Files.readAllLines(directory.resolve("test.jsonl"))).hasSize(30);
  }

  @Test
  void leavesTheModelOpenWithoutAddress(@TempDir Path folder) throws IOException {
    WorldFiles.write(folder, world, 1, 1);

    assertThat(Files.readString(folder.resolve("task.yaml"))).doesNotContain("lm:");
  }
}
