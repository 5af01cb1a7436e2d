package dev.ascent.embedded.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class LocalModelServerITCase {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static final String QUESTION =
      """
      {"model": "smollm2-135m-instruct", %s,
       "messages": [{"role": "user", "content": "What is the capital of France?"}]}
      """;

  /** Takes ten seconds or more. */
  private static final String LONG_STORY =
      """
      {"model": "smollm2-135m-instruct", "temperature": 0, "max_tokens": 900,
       "messages": [{"role": "user", "content": "Write a long story about a sailor."}]}
      """;

  /** Too short for the slots to finish the stories first. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static LocalModelServer server;

  @BeforeAll
  static void startServer() throws Exception {
    server = LocalModelServer.start(RealWeights.fetch(), new LocalModelSettings(2, 1024));
  }

  @AfterAll
  static void closeServer() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void answersAQuestion() throws Exception {
    JsonNode answer = complete("\"temperature\": 0, \"max_tokens\": 30");

    assertThat(content(answer)).contains("Paris");
    assertThat(finishReason(answer)).isEqualTo("stop");
    assertThat(answer.at("/usage/prompt_tokens").asInt()).isBetween(10, 25);
    assertThat(answer.at("/usage/completion_tokens").asInt()).isBetween(5, 15);
  }

  @Test
  void endsAtTheLimitOnTokens() throws Exception {
    JsonNode answer = complete("\"temperature\": 0, \"max_tokens\": 3");

    assertThat(finishReason(answer)).isEqualTo("length");
    assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(3);
  }

  @Test
  void endsBeforeAStopSequence() throws Exception {
    JsonNode answer = complete("\"temperature\": 0, \"max_tokens\": 30, \"stop\": [\" France\"]");

    assertThat(content(answer)).isEqualTo("The capital of");
    assertThat(finishReason(answer)).isEqualTo("stop");
  }

  @Test
  void aSeedRepeatsADraw() throws Exception {
    String sampling = "\"temperature\": 1.5, \"max_tokens\": 20, \"seed\": %d";

    String first = content(complete(sampling.formatted(1)));

    assertThat(content(complete(sampling.formatted(1)))).isEqualTo(first);
    assertThat(content(complete(sampling.formatted(2)))).isNotEqualTo(first);
  }

  @Test
  void answersGivenAtOnceEqualAnswersGivenAlone() throws Exception {
    List<String> bodies =
        IntStream.range(0, 16).mapToObj(LocalModelServerITCase::arithmeticQuestion).toList();
    List<String> alone = new ArrayList<>();
    for (String body : bodies) {
      alone.add(content(CLIENT.send(post(body), BodyHandlers.ofString())));
    }

    List<CompletableFuture<String>> atOnce =
        bodies.stream()
            .map(body -> CLIENT.sendAsync(post(body), BodyHandlers.ofString()))
            .map(response -> response.thenApply(LocalModelServerITCase::content))
            .toList();

    assertThat(atOnce.stream().map(CompletableFuture::join)).containsExactlyElementsOf(alone);
  }

  @Test
  void requestsWhoseClientsWentAwayLeaveTheSlotsFree() throws Exception {
    for (String body : Collections.nCopies(8, LONG_STORY)) {
      HttpRequest impatient = post(body, Duration.ofMillis(100));
      assertThat(CLIENT.sendAsync(impatient, BodyHandlers.ofString()))
          .failsWithin(10, TimeUnit.SECONDS);
    }

    String question = QUESTION.formatted("\"temperature\": 0, \"max_tokens\": 10");
    assertThat(CLIENT.sendAsync(post(question, PATIENCE), BodyHandlers.ofString()))
        .succeedsWithin(PATIENCE)
        .extracting(HttpResponse::body)
        .asString()
        .contains("Paris");
  }

  private static JsonNode complete(String sampling) throws IOException, InterruptedException {
    HttpResponse<String> response =
        CLIENT.send(post(QUESTION.formatted(sampling)), BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static HttpRequest post(String body) {
    return post(body, Duration.ofMinutes(2));
  }

  private static HttpRequest post(String body, Duration timeout) {
    return HttpRequest.newBuilder(URI.create(server.baseUri() + "/chat/completions"))
        .timeout(timeout)
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  /** A question behind a preface that makes reading it take a while. */
  private static String arithmeticQuestion(int number) {
    String preface =
        "Question %d of many, to be answered in one short sentence. ".formatted(number);
    return """
    {"model": "smollm2-135m-instruct", "temperature": 0, "max_tokens": 12,
     "messages": [{"role": "user", "content": "%sHow much is %d plus %d?"}]}
    """
        .formatted(preface.repeat(4), number, number);
  }

  private static String content(HttpResponse<String> response) {
    try {
      return content(JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String content(JsonNode answer) {
    return answer.at("/choices/0/message/content").asText();
  }

  private static String finishReason(JsonNode answer) {
    return answer.at("/choices/0/finish_reason").asText();
  }
}
