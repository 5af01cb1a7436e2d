package dev.ascent.wire.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.task.TaskDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/task.md} to the keys that the code knows. */
class TaskDocumentationTest {
  private static final Path PAGE = Path.of("docs", "task.md");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");

  @Test
  void everyKeyHasItsRow() throws IOException {
    List<String> rows = TaskKeys.list().stream().map(TaskKey::row).toList();
    assertThat(Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `")).toList())
        .containsExactlyElementsOf(rows);
  }

  @Test
  void examplesAreTasks() throws IOException {
    List<TaskDefinition> tasks =
        EXAMPLE
            .matcher(Files.readString(PAGE))
            .results()
            .map((MatchResult example) -> TaskTexts.task(example.group(1)))
            .toList();
    assertThat(tasks).hasSize(2);
  }

  @Test
  void fullExampleShowsEverySection() throws IOException {
    String page = Files.readString(PAGE);
    for (TaskKey key : TaskKeys.under("")) {
      assertThat(page).contains("\n" + key.name() + ":");
    }
  }
}
