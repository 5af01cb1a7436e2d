package dev.ascent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
  @TempDir Path folder;

  @Test
  void fileAndFolderAreCreatedAndReplaced() throws IOException {
    Path file = folder.resolve("out/PROGRAM.json");
    AtomicFiles.write(file, new byte[] {1, 2, 3});
    AtomicFiles.write(file, new byte[] {4});

    assertThat(Files.readAllBytes(file)).containsExactly(4);
    assertThat(names(file.getParent())).containsExactly("PROGRAM.json");
  }

  @Test
  void failureLeavesNothingBehind() throws IOException {
    Path occupied = Files.createDirectories(folder.resolve("out/PROGRAM.json/inner")).getParent();

    assertThatThrownBy(() -> AtomicFiles.write(occupied, new byte[] {1}))
        .isInstanceOf(IOException.class);
    assertThat(names(occupied.getParent())).containsExactly("PROGRAM.json");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
