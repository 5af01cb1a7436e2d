package dev.ascent.embedded.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a process of its own shows of the local model. */
@Timeout(120)
final class LocalModelProcessITCase {

  @TempDir private Path temporary;

  @Test
  void twoProcessesAtOncePrintNothingAndEnd() throws Exception {
    Path weights = RealWeights.fetch();

    Process first = startAnswering(weights, "first.log");
    Process second = startAnswering(weights, "second.log");

    assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(temporary.resolve("first.log")).content(UTF_8).isEqualTo("status 200\n");
    assertThat(temporary.resolve("second.log")).content(UTF_8).isEqualTo("status 200\n");
  }

  @Test
  void weightsThatAreNoModelAreReported() throws IOException {
    Path broken = Files.writeString(temporary.resolve("broken.gguf"), "no model");

    assertThatThrownBy(() -> LocalModelServer.start(broken, new LocalModelSettings(1, 512)))
        .isInstanceOf(LocalModelUnavailableException.class)
        .hasMessageContaining(broken.toString());
  }

  private Process startAnswering(Path weights, String log) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Answering.class.getName(),
            weights.toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(temporary.resolve(log).toFile())
        .start();
  }

  /** Answers one request, prints its status, and exits. */
  static final class Answering {

    private Answering() {}

    public static void main(String[] weights) throws Exception {
      try (LocalModelServer server =
          LocalModelServer.start(Path.of(weights[0]), new LocalModelSettings(1, 512))) {
        System.out.println("status " + answer(server.baseUri()));
      }
      System.exit(0);
    }

    private static int answer(URI base) throws IOException, InterruptedException {
      String body =
          """
          {"model": "smollm2-135m-instruct", "max_tokens": 5,
           "messages": [{"role": "user", "content": "Hello"}]}
          """;
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(base + "/chat/completions"))
              .POST(BodyPublishers.ofString(body))
              .build();
      return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
    }
  }
}
