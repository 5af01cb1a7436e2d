package dev.ascent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ServeCommandTest {
  private final StringWriter out = new StringWriter();
  private final List<String> events = new ArrayList<>();

  @Test
  void announcesItsAddressAndServesUntilStopped() {
    ModelStarter.Started started =
        new ModelStarter.Started(
            "http://127.0.0.1:1234/v1", "small", 1, 1, () -> events.add("closed"));
    ServeCommand serve = new ServeCommand(progress -> started, () -> events.add("stopped"));

    int status = new CommandLine(serve).setOut(new PrintWriter(out)).execute();

    assertThat(status).isZero();
    assertThat(out.toString().strip())
        .isEqualTo("{\"baseUrl\":\"http://127.0.0.1:1234/v1\",\"model\":\"small\"}");
    assertThat(events).containsExactly("stopped", "closed");
  }
}
