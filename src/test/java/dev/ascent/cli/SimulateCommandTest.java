package dev.ascent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SimulateCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final AtomicBoolean waited = new AtomicBoolean();
  private final CommandLine command =
      new CommandLine(new SimulateCommand(() -> waited.set(true)))
          .setOut(new PrintWriter(out))
          .setErr(new PrintWriter(err));

  @Test
  void announcesTheWorldAndServesUntilStopped(@TempDir Path folder) throws Exception {
    int status =
        command.execute(
            "--world",
            "no-success",
            "--seed",
            "5",
            "--latency-median",
            "1.5s",
            "--fault-429",
            "0.05",
            "--files",
            folder.toString(),
            "--examples",
            "3",
            "--test-examples",
            "4");

    JsonNode facts = new ObjectMapper().readTree(out.toString());
    assertThat(status).isZero();
    assertThat(waited).isTrue();
    assertThat(out.toString().strip().lines()).hasSize(1);
    assertThat(facts.get("baseUrl").asText()).matches("http://127\\.0\\.0\\.1:\\d+/v1");
    assertThat(facts.get("model").asText()).isEqualTo("simulated");
    assertThat(facts.get("world").asText()).isEqualTo("no-success");
    assertThat(facts.get("seed").asLong()).isEqualTo(5);
    assertThat(facts.get("start").asDouble()).isZero();
    assertThat(facts.get("attainable").asDouble()).isEqualTo(0.903333);
    assertThat(err.toString()).contains("SIMULATED");
    assertThat(folder.resolve("train.jsonl")).exists();
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThat(command.execute("--world", "flat")).isEqualTo(2);
    assertThat(err.toString()).contains("no world 'flat'");
    assertThat(command.execute("--fault-429", "0.7", "--fault-500", "0.7")).isEqualTo(2);
    assertThat(command.execute("--admit-per-second", "0")).isEqualTo(2);
    assertThat(command.execute("--drift", "away")).isEqualTo(2);
    assertThat(err.toString()).contains("--drift: expected one of harder, misled, found away");
    assertThat(command.execute("--drift", "harder", "--world", "graded")).isEqualTo(2);
    assertThat(err.toString()).contains("--drift: world 'graded' knows no drift");
    assertThat(command.execute("--gullible", "--world", "graded")).isEqualTo(2);
    assertThat(err.toString()).contains("--gullible: world 'graded' knows no gullible model");
    assertThat(command.execute("--latency-median", "soon")).isEqualTo(2);
    assertThat(waited).isFalse();
  }

  @Test
  void saysWhichPortOrFolderItCannotUse(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("taken"), "");
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(command.execute("--port", String.valueOf(busy.getLocalPort()))).isEqualTo(2);
      assertThat(err.toString()).contains("--port: can't listen on port " + busy.getLocalPort());
    }
    assertThat(command.execute("--port", "70000")).isEqualTo(2);
    assertThat(command.execute("--files", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("--files: " + file + " is a file");
    assertThat(waited).isFalse();
  }

  @Test
  void readsDurations() {
    SimulateCommand.DurationConverter converter = new SimulateCommand.DurationConverter();

    assertThat(converter.convert("300ms")).isEqualTo(Duration.ofMillis(300));
    assertThat(converter.convert("1.5s")).isEqualTo(Duration.ofMillis(1500));
    assertThat(converter.convert("2m")).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void everyOptionIsExplained() {
    assertThat(command.getCommandSpec().options())
        .allSatisfy(option -> assertThat(option.description()).isNotEmpty());
  }
}
