package dev.ascent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own shows: how a command ends, and what it leaves behind. */
@Timeout(120)
class AscentProcessITCase {
  @TempDir private Path temporary;

  @Test
  void helpGoesToStandardOutputAndNothingToStandardError() throws Exception {
    Process process = start("--help");

    assertThat(output(process)).contains("Usage: ascent", "optimize", "Exit codes:");
    assertThat(errors()).isEmpty();
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void aWrongOptionIsToldInALineWithoutAStackTrace() throws Exception {
    Process process = start("simulate", "--wolrd=base");

    assertThat(output(process)).isEmpty();
    assertThat(errors()).contains("--wolrd").doesNotContain("\tat ", "Exception");
    assertThat(process.waitFor()).isEqualTo(ExitCode.USAGE.code());
  }

  @Test
  void aServerThatIsToldToEndDoesSoWithoutAWord() throws Exception {
    Process process = start("simulate", "--port=0");
    try (BufferedReader out = process.inputReader(UTF_8)) {
      assertThat(out.readLine()).contains("\"baseUrl\"");
      process.toHandle().destroy();

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(out.readLine()).isNull();
      assertThat(errors().lines()).singleElement().asString().contains("SIMULATED model at");
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), AscentCommand.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(errorFile().toFile()).start();
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }

  private Path errorFile() {
    return temporary.resolve("errors.txt");
  }

  private String errors() throws IOException {
    return Files.readString(errorFile());
  }
}
