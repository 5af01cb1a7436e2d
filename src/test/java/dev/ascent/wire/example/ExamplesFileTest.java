package dev.ascent.wire.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.rollout.Example;
import dev.ascent.wire.record.SkippedLine;
import dev.ascent.wire.task.TaskTexts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesFileTest {
  @TempDir Path folder;

  private final ExampleReader reader = ExampleReader.of(TaskTexts.task(TaskTexts.MINIMAL));

  @Test
  void fileMayComeFromAnySystem() throws IOException {
    ExamplesFile.Content content =
        read("\uFEFF{\"message\":\"ä\"}\r\n\r\n   \n{\"message\":\"b\"}\n\n{\"message\":\"c\"}");

    assertThat(content.examples())
        .extracting(Example::id)
        .containsExactly("logs.jsonl:1", "logs.jsonl:4", "logs.jsonl:6");
    assertThat(content.examples().get(0).inputs()).containsEntry("message", "ä");
    assertThat(content.skipped()).isEmpty();
  }

  @Test
  void brokenLinesAreSkippedAndReported() throws IOException {
    ExamplesFile.Content content =
        read("{\"message\":\"a\"}\n{\"message\":\n{\"intent\":\"billing\"}\n{\"message\":\"b\"}\n");

    assertThat(content.examples()).hasSize(2);
    assertThat(content.skipped()).extracting(SkippedLine::line).containsExactly(2, 3);
    assertThat(content.skipped().get(0).reason()).startsWith("not valid JSON at line 1");
    assertThat(content.skipped().get(1).reason()).isEqualTo("message: this input is missing");
  }

  @Test
  void idGivenTwiceKeepsTheFirst() throws IOException {
    ExamplesFile.Content content =
        read("{\"id\":\"1\",\"message\":\"a\"}\n{\"id\":1,\"message\":\"b\"}\n");

    assertThat(content.examples()).extracting(Example::id).containsExactly("1");
    assertThat(content.skipped())
        .containsExactly(new SkippedLine(2, "id: line 1 has the id 1 too"));
  }

  @Test
  void lineWithoutEndIsNotHeld() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write("{\"message\":\"a\"}\n{\"message\":\"".getBytes(StandardCharsets.UTF_8));
    bytes.write(new byte[2 * ExampleReader.MAX_BYTES]);
    bytes.write("\"}\n{\"message\":\"b\"}".getBytes(StandardCharsets.UTF_8));
    Path file = Files.write(folder.resolve("logs.jsonl"), bytes.toByteArray());

    ExamplesFile.Content content = ExamplesFile.read(file, reader);

    assertThat(content.examples()).hasSize(2);
    assertThat(content.skipped()).containsExactly(new SkippedLine(2, "larger than 1048576 bytes"));
  }

  @Test
  void bytesThatAreNoTextAreSkipped() throws IOException {
    Path file = Files.write(folder.resolve("logs.jsonl"), new byte[] {'"', (byte) 0xC3, '"', '\n'});
    assertThat(ExamplesFile.read(file, reader).skipped())
        .containsExactly(new SkippedLine(1, "not UTF-8"));
  }

  @Test
  void emptyFileHoldsNothing() throws IOException {
    ExamplesFile.Content content = read("");
    assertThat(content.examples()).isEmpty();
    assertThat(content.skipped()).isEmpty();
  }

  private ExamplesFile.Content read(String text) throws IOException {
    return ExamplesFile.read(Files.writeString(folder.resolve("logs.jsonl"), text), reader);
  }
}
