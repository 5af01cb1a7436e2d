package dev.ascent.embedded.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ascent.core.task.LmProfile;
import dev.ascent.lm.Allowance;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import dev.ascent.lm.client.AllowedHosts;
import dev.ascent.lm.client.KeyRing;
import dev.ascent.lm.client.LanguageModels;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class LocalModelServerTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CONTEXT_TOKENS = 400;
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_000), ZoneOffset.UTC);

  private final HttpClient client = HttpClient.newHttpClient();
  private final ScriptedTextGenerator generator =
      new ScriptedTextGenerator(LocalModelServerTest::answer);
  private final LocalModelServer server =
      LocalModelServer.start(List.of(generator), CONTEXT_TOKENS, CLOCK);

  @AfterEach
  void closeServer() {
    server.close();
  }

  @Test
  void answersAsTheOpenAiApiDoes() throws Exception {
    HttpResponse<String> response = post(request("Hello"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("x-ascent-model")).hasValue("local");
    assertThat(JSON.readTree(response.body()))
        .isEqualTo(
            JSON.readTree(
                """
                {"id": "chatcmpl-local-1", "object": "chat.completion", "created": 1000,
                 "model": "smollm2-135m-instruct",
                 "choices": [{"index": 0, "finish_reason": "stop",
                              "message": {"role": "assistant", "content": "hi there"}}],
                 "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}}
                """));
  }

  @Test
  void whoAsksForSeveralAnswersAtOnceGetsThemOneByOne() {
    LmProfile profile = LmProfile.of(server.baseUri().toString(), LocalModelServer.MODEL);
    ChatRequest request =
        new ChatRequest(
            LocalModelServer.MODEL,
            List.of(dev.ascent.lm.ChatMessage.user("Hello")),
            null,
            null,
            List.of(),
            Allowance.ofAttempts(2));
    try (LanguageModel model =
        new LanguageModels(new KeyRing(Map.<String, String>of()::get))
            .acquire(profile, new AllowedHosts(List.of()))) {
      List<CompletableFuture<LmOutcome>> outcomes =
          Stream.generate(() -> model.complete(request.withAlike(3))).limit(3).toList();
      assertThat(outcomes)
          .allSatisfy(
              outcome ->
                  assertThat(((LmOutcome.Answer) outcome.join()).text()).isEqualTo("hi there"));
    }
  }

  @Test
  void countsTheCallsThatItAccepted() throws Exception {
    post(request("Hello"));
    post(request("Hello"));
    post("{");

    URI stats = server.baseUri().resolve("/stats");
    HttpResponse<String> response =
        client.send(HttpRequest.newBuilder(stats).build(), BodyHandlers.ofString());

    assertThat(JSON.readTree(response.body())).isEqualTo(JSON.readTree("{\"requests\": 2}"));
  }

  @Test
  void listsItsModel() throws Exception {
    HttpResponse<String> response = get("/models");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(response.body()).path("data").path(0).path("id").asText())
        .isEqualTo(LocalModelServer.MODEL);
  }

  @Test
  void reportsABadRequest() throws Exception {
    HttpResponse<String> response = post("{");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response).path("type").asText()).isEqualTo("invalid_request_error");
    assertThat(error(response).path("message").asText()).contains("JSON");
  }

  @Test
  void reportsAPromptThatIsTooLong() throws Exception {
    HttpResponse<String> response = post(request("word ".repeat(CONTEXT_TOKENS)));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response).path("message").asText()).contains("context of 400 tokens");
  }

  @Test
  void reportsAnUnknownModel() throws Exception {
    HttpResponse<String> response =
        post(request("Hello").replace(LocalModelServer.MODEL, "other-model"));

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(error(response).path("code").asText()).isEqualTo("model_not_found");
  }

  @Test
  void reportsAnUnknownPath() throws Exception {
    assertThat(get("/completions").statusCode()).isEqualTo(404);
    assertThat(get("/chat/completions").statusCode()).isEqualTo(404);
  }

  @Test
  void reportsAFailureOfTheModelAndGoesOn() throws Exception {
    HttpResponse<String> failed = post(request("fail"));

    assertThat(failed.statusCode()).isEqualTo(500);
    assertThat(error(failed).path("message").asText()).isEqualTo("scripted failure");
    assertThat(post(request("Hello")).statusCode()).isEqualTo(200);
  }

  @Test
  void reportsAnErrorOfTheModelAndGoesOn() throws Exception {
    HttpResponse<String> failed = post(request("break"));

    assertThat(failed.statusCode()).isEqualTo(500);
    assertThat(error(failed).path("message").asText()).isEqualTo("scripted error");
    assertThat(post(request("Hello")).statusCode()).isEqualTo(200);
  }

  @Test
  void reportsAFailureBeforeAnythingIsGenerated() throws Exception {
    HttpResponse<String> failed = post(request(ScriptedTextGenerator.UNCOUNTABLE));

    assertThat(failed.statusCode()).isEqualTo(500);
    assertThat(error(failed).path("message").asText()).isEqualTo("scripted failure to count");
  }

  @Test
  void closesWhatItLoadedWhereALaterContextFails() {
    List<ScriptedTextGenerator> loaded = new ArrayList<>();

    assertThatThrownBy(
            () ->
                LocalModelServer.loadAll(
                    3,
                    () -> {
                      if (loaded.size() == 2) {
                        throw new LocalModelUnavailableException("no memory", null);
                      }
                      loaded.add(new ScriptedTextGenerator(LocalModelServerTest::answer));
                      return loaded.get(loaded.size() - 1);
                    }))
        .isInstanceOf(LocalModelUnavailableException.class);

    assertThat(loaded).hasSize(2).allMatch(each -> each.closed.getCount() == 0);
  }

  @Test
  void aClosedConnectionFreesTheSlot() throws Exception {
    URI base = server.baseUri();
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      String body = request(ScriptedTextGenerator.HOLD);
      String head =
          "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n";
      socket.getOutputStream().write((head.formatted(body.length()) + body).getBytes(UTF_8));
      await(generator.held);
    }

    await(generator.abandonedWhileHeld);
    assertThat(post(request("Hello")).statusCode()).isEqualTo(200);
  }

  @Test
  void closingAbandonsWhatIsGenerated() throws Exception {
    CompletableFuture<HttpResponse<String>> held =
        client.sendAsync(httpPost(request(ScriptedTextGenerator.HOLD)), BodyHandlers.ofString());
    await(generator.held);

    server.close();

    await(generator.abandonedWhileHeld);
    await(generator.closed);
    assertThat(held.handle((response, failure) -> failure != null || response.statusCode() == 503))
        .succeedsWithin(10, TimeUnit.SECONDS)
        .isEqualTo(true);
  }

  private static String answer(String prompt) {
    if (prompt.contains("fail")) {
      throw new IllegalStateException("scripted failure");
    }
    if (prompt.contains("break")) {
      throw new AssertionError("scripted error");
    }
    return "hi there";
  }

  private static String request(String message) {
    return """
    {"model": "%s", "messages": [{"role": "user", "content": "%s"}]}\
    """
        .formatted(LocalModelServer.MODEL, message);
  }

  private HttpRequest httpPost(String body) {
    return HttpRequest.newBuilder(URI.create(server.baseUri() + "/chat/completions"))
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private HttpResponse<String> post(String body) throws IOException, InterruptedException {
    return client.send(httpPost(body), BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(server.baseUri() + path)).build();
    return client.send(request, BodyHandlers.ofString());
  }

  private static JsonNode error(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body()).path("error");
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
  }
}
