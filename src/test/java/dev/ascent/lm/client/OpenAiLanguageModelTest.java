package dev.ascent.lm.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.LmExtras;
import dev.ascent.core.task.LmKey;
import dev.ascent.core.task.LmLimits;
import dev.ascent.core.task.LmPrices;
import dev.ascent.core.task.LmProfile;
import dev.ascent.lm.Allowance;
import dev.ascent.lm.ChatMessage;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.FaultKind;
import dev.ascent.lm.LmOutcome;
import dev.ascent.lm.json.Json;
import dev.ascent.testing.LoopbackServer;
import dev.ascent.testing.ManualClock;
import dev.ascent.testing.ManualScheduler;
import dev.ascent.testing.VirtualTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiLanguageModelTest {
  private static final String KEY = "sk-secret-0123456789abcdef";
  private static final ChatRequest PLAIN =
      new ChatRequest(
          "small",
          List.of(ChatMessage.system("Be brief."), ChatMessage.user("Hi \"you\"\n\u00e9")),
          null,
          null,
          List.of(),
          Allowance.ofAttempts(1));

  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final ManualScheduler scheduler = new ManualScheduler();

  @Test
  void anAnswerComesWithItsUsageAndPrice() {
    try (LoopbackServer server = new LoopbackServer(LoopbackServer.completion("Hello"));
        OpenAiLanguageModel model = model(server.baseUrl() + "/")) {
      assertThat(model.complete(PLAIN).join())
          .isEqualTo(new LmOutcome.Answer("Hello", new Usage(1, 7, 3, 13)));
      LoopbackServer.Received received = server.received().get(0);
      assertThat(received.path()).isEqualTo("/v1/chat/completions");
      assertThat(received.authorization()).isEqualTo("Bearer " + KEY);
      assertThat(received.body())
          .isEqualTo(
              "{\"model\":\"small\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
                  + "{\"role\":\"user\",\"content\":\"Hi \\\"you\\\"\\n\u00e9\"}]}");
    }
  }

  @Test
  void settingsAreSentWhereTheyAreSet() {
    ChatRequest request =
        new ChatRequest(
            "small",
            PLAIN.messages(),
            0.5,
            64,
            List.of("[[ ## completed ## ]]"),
            Allowance.ofAttempts(1));
    JsonNode body = Json.parse(new RequestWriter(LmExtras.NONE).write(request)).orElseThrow();
    assertThat(body.path("temperature").asDouble()).isEqualTo(0.5);
    assertThat(body.path("max_tokens").asInt()).isEqualTo(64);
    assertThat(body.path("stop").toString()).isEqualTo("[\"[[ ## completed ## ]]\"]");
  }

  @Test
  void severalAnswersComeInOneReplyAndItsPromptIsBilledOnce() {
    String reply =
        "{\"choices\":[{\"message\":{\"content\":\"a\"}},{\"message\":{\"content\":null}}],"
            + "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}";
    try (LoopbackServer server = new LoopbackServer(LoopbackServer.status(200, reply));
        OpenAiLanguageModel model = model(server.baseUrl())) {
      assertThat(model.complete(PLAIN.withSamples(3)).join())
          .isEqualTo(new LmOutcome.Answer(List.of("a", ""), new Usage(3, 7, 3, 13)));
      assertThat(server.received().get(0).body()).endsWith("],\"n\":3}");
    }
  }

  @Test
  void aReplyThatIsLostCountsForEveryAnswerAskedFor() {
    ChatRequest request =
        new ChatRequest("small", PLAIN.messages(), null, 64, List.of(), Allowance.ofAttempts(1))
            .withSamples(3);
    try (LoopbackServer server =
            new LoopbackServer(LoopbackServer.cutBody(), LoopbackServer.status(500, "oops"));
        OpenAiLanguageModel model = model(server.baseUrl())) {
      Usage lost = model.complete(request).join().usage();
      int body = server.received().get(0).body().getBytes(UTF_8).length;
      assertThat(lost).isEqualTo(Usage.unconfirmed(3, body + 3 * 64, body + 2 * 3 * 64));
      assertThat(model.complete(request).join().usage()).isEqualTo(new Usage(3, 0, 0, 0));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400,REJECTED", "422,REJECTED", "302,REJECTED", "401,CREDENTIALS", "403,CREDENTIALS",
    "404,UNKNOWN_MODEL", "408,TRANSIENT", "409,TRANSIENT", "429,THROTTLED", "500,TRANSIENT",
    "503,TRANSIENT"
  })
  void statusesAreSortedIntoFaults(int status, FaultKind kind) {
    String echo = "{\"error\":{\"message\":\"no\\u0007 luck with " + KEY + " or sk-secre****\"}}";
    try (LoopbackServer server = new LoopbackServer(LoopbackServer.status(status, echo));
        OpenAiLanguageModel model = model(server.baseUrl())) {
      LmOutcome.Fault fault = fault(model);
      assertThat(fault.kind()).isEqualTo(kind);
      assertThat(fault.usage()).isEqualTo(new Usage(1, 0, 0, 0));
      assertThat(fault.message())
          .startsWith(server.authority() + " answered with status " + status + ": ")
          .doesNotContain("sk-secre")
          .endsWith(
              kind == FaultKind.CREDENTIALS
                  ? "the key was refused"
                  : "no  luck with [key] or [key]");
      assertThat(server.received()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7|7",
        "Sun, 01 Mar 2026 12:00:30 GMT|30",
        "Sun, 01 Mar 2026 11:00:00 GMT|0",
        "soon|0",
        "-5|0",
      })
  void aWaitThatTheServerAsksForIsReadAsSecondsOrDate(String header, int seconds) {
    try (LoopbackServer server = new LoopbackServer(LoopbackServer.status(429, "", header));
        OpenAiLanguageModel model = model(server.baseUrl())) {
      assertThat(fault(model).retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<html>busy</html>", "", "{\"choices\":[]}", "[1e99999999999]", "{\"id\":1}x"})
  void aBodyThatIsNoCompletionMayPass(String body) {
    try (LoopbackServer server = new LoopbackServer(LoopbackServer.status(200, body));
        OpenAiLanguageModel model = model(server.baseUrl())) {
      assertThat(fault(model).kind()).isEqualTo(FaultKind.TRANSIENT);
    }
  }

  @Test
  void aModelThatSaysNothingAnswersWithNothing() {
    String body =
        "{\"choices\":[{\"message\":{\"content\":null}}],"
            + "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":0}}";
    try (LoopbackServer server = new LoopbackServer(LoopbackServer.status(200, body));
        OpenAiLanguageModel model = model(server.baseUrl())) {
      assertThat(model.complete(PLAIN).join())
          .isEqualTo(new LmOutcome.Answer("", new Usage(1, 7, 0, 7)));
    }
  }

  @Test
  void aBodyCutShortOrAClosedConnectionMayPassAndCount() {
    try (LoopbackServer server =
            new LoopbackServer(LoopbackServer.cutBody(), LoopbackServer.closedConnection());
        OpenAiLanguageModel model = model(server.baseUrl())) {
      for (int call = 0; call < 2; call++) {
        LmOutcome.Fault fault = fault(model);
        assertThat(fault.kind()).isEqualTo(FaultKind.TRANSIENT);
        assertThat(fault.usage().requests()).isEqualTo(1);
      }
      assertThat(server.received()).hasSize(2);
    }
  }

  @Test
  void aBodyWithoutEndIsNotReadToItsEnd() {
    String body = " ".repeat(5 * 1024 * 1024);
    try (LoopbackServer server = new LoopbackServer(LoopbackServer.status(200, body));
        OpenAiLanguageModel model = model(server.baseUrl())) {
      assertThat(fault(model).message()).contains("more than 4194304 bytes");
    }
  }

  @Test
  void aRedirectIsFollowedNowhere() {
    try (LoopbackServer other = new LoopbackServer(LoopbackServer.completion("Hello"));
        LoopbackServer server =
            new LoopbackServer(
                (exchange, closing) -> {
                  exchange
                      .getResponseHeaders()
                      .set("Location", other.baseUrl() + "/chat/completions");
                  exchange.sendResponseHeaders(307, -1);
                });
        OpenAiLanguageModel model = model(server.baseUrl())) {
      LmOutcome.Fault fault = fault(model);
      assertThat(fault.kind()).isEqualTo(FaultKind.REJECTED);
      assertThat(fault.message()).contains(server.authority(), "307");
      assertThat(other.received()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("strangeBodies")
  void aBodyThatCantBeReadIsAFaultThatSaysWhoSentIt(byte[] body) {
    LoopbackServer.Reply reply =
        (exchange, closing) -> {
          exchange.getResponseHeaders().set("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
        };
    try (LoopbackServer server = new LoopbackServer(reply);
        OpenAiLanguageModel model = model(server.baseUrl())) {
      LmOutcome.Fault fault = fault(model);
      assertThat(fault.kind()).isEqualTo(FaultKind.TRANSIENT);
      assertThat(fault.message()).contains(server.authority()).hasSizeLessThan(1_000);
      assertThat(fault.usage()).isEqualTo(new WorstCase(profile(server.baseUrl())).of(PLAIN));
    }
  }

  /** Invalid UTF-8, a page for browsers, and ten megabytes. */
  static Stream<byte[]> strangeBodies() {
    byte[] invalid = "{\"choices\":[{\"message\":{\"content\":\"??\"}}]}".getBytes(UTF_8);
    invalid[invalid.length - 7] = (byte) 0xC3;
    byte[] large = new byte[10 * 1024 * 1024];
    Arrays.fill(large, (byte) '{');
    return Stream.of(invalid, "<html><body>Sign in</body></html>".getBytes(UTF_8), large);
  }

  @Test
  void theDeadlineEndsAnAttempt() {
    try (LoopbackServer server = new LoopbackServer(LoopbackServer.hang());
        OpenAiLanguageModel model = model(server.baseUrl())) {
      CompletableFuture<LmOutcome> outcome = model.complete(PLAIN);
      assertThat(outcome).isNotDone();
      assertThat(scheduler.delays()).containsExactly(Duration.ofSeconds(1));
      scheduler.runAll();
      assertThat(outcome.join())
          .isEqualTo(
              new LmOutcome.Fault(
                  FaultKind.TIMED_OUT,
                  server.authority() + " gave no answer within 1 s",
                  new WorstCase(profile(server.baseUrl())).of(PLAIN)));
    }
  }

  @Test
  void whoGivesUpEndsTheExchange() throws InterruptedException {
    try (LoopbackServer server = new LoopbackServer(LoopbackServer.hang());
        OpenAiLanguageModel model = model(server.baseUrl())) {
      CompletableFuture<LmOutcome> outcome = model.complete(PLAIN);
      while (server.received().isEmpty()) {
        Thread.onSpinWait();
      }
      outcome.cancel(true);
      scheduler.runAll();
      assertThat(outcome).isCancelled();
    }
  }

  @Test
  void aSilentServerTimesOut() {
    try (LoopbackServer server = new LoopbackServer(LoopbackServer.hang());
        OpenAiLanguageModel model = model(server.baseUrl())) {
      assertThat(fault(model).kind()).isEqualTo(FaultKind.TIMED_OUT);
    }
  }

  @Test
  void aServerThatIsNotThereIsUnreachableAndCostsNothing() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    try (OpenAiLanguageModel model = model("http://127.0.0.1:" + port)) {
      LmOutcome.Fault fault = fault(model);
      assertThat(fault.kind()).isEqualTo(FaultKind.UNREACHABLE);
      assertThat(fault.message()).contains("127.0.0.1:" + port);
      assertThat(fault.usage()).isEqualTo(Usage.NONE);
    }
  }

  @Test
  void closingEndsOpenCallsAndRefusesNewOnes() {
    try (LoopbackServer server = new LoopbackServer(LoopbackServer.hang())) {
      OpenAiLanguageModel model = model(server.baseUrl());
      CompletableFuture<LmOutcome> open = model.complete(PLAIN);
      model.close();
      assertThat(open.join()).isInstanceOf(LmOutcome.Fault.class);
      assertThat(fault(model).message()).contains("closed");
      assertThat(fault(model).usage()).isEqualTo(Usage.NONE);
    }
  }

  @Test
  void aProfilesOwnFieldsReplaceOrRemoveThoseOfTheClient() {
    LmExtras extras =
        new LmExtras(
            Map.of(), "{\"max_tokens\":null,\"max_completion_tokens\":9,\"temperature\":1}");
    ChatRequest request =
        new ChatRequest("small", PLAIN.messages(), 0.5, 64, List.of(), Allowance.ofAttempts(1));
    JsonNode body = Json.parse(new RequestWriter(extras).write(request)).orElseThrow();
    assertThat(body.has("max_tokens")).isFalse();
    assertThat(body.path("max_completion_tokens").asInt()).isEqualTo(9);
    assertThat(body.path("temperature").asInt()).isEqualTo(1);
  }

  @Test
  void anAttemptUnderWayEndsWithTheDeadlineAndMayHaveCostAllThatItCould() {
    VirtualTime time = new VirtualTime();
    try (LoopbackServer server = new LoopbackServer(LoopbackServer.hang());
        OpenAiLanguageModel attempts =
            new OpenAiLanguageModel(
                profile(server.baseUrl()).withLimits(LmLimits.of(4, 60)),
                new ApiKey("", LmKey.AUTHORIZATION),
                time,
                time);
        RetryingLanguageModel model =
            new RetryingLanguageModel(
                attempts, RetryPolicy.DEFAULT, new Stragglers(), time, time, () -> 0.5)) {
      ChatRequest request =
          new ChatRequest(
              "small",
              List.of(ChatMessage.user("Hi")),
              null,
              9,
              List.of(),
              Allowance.ofAttempts(4));
      CompletableFuture<LmOutcome> outcome =
          model.complete(
              request.within(Allowance.ofAttempts(4).until(time.instant().plusSeconds(90))));

      time.run(Duration.ofSeconds(89));
      assertThat(outcome).isNotDone();
      time.run(Duration.ofSeconds(1));

      LmOutcome.Fault fault = (LmOutcome.Fault) outcome.join();
      assertThat(fault.kind()).isEqualTo(FaultKind.TIMED_OUT);
      assertThat(fault.message()).endsWith("gave no answer before the rollout's time was up");
      assertThat(fault.usage().requests()).as("of 60 s, and of what was left").isEqualTo(2);
      assertThat(fault.usage().unconfirmedTokens()).isGreaterThan(2 * 9);
      assertThat(fault.usage().promptTokens()).isZero();
    }
  }

  @Test
  void promptTokensFromTheServersCacheArePricedApart() {
    String reply =
        "{\"choices\":[{\"message\":{\"content\":\"Hi\"}}],\"usage\":{\"prompt_tokens\":10,"
            + "\"completion_tokens\":1,\"prompt_tokens_details\":{\"cached_tokens\":8}}}";
    try (LoopbackServer server = new LoopbackServer(LoopbackServer.status(200, reply));
        OpenAiLanguageModel model =
            new OpenAiLanguageModel(
                profile(server.baseUrl()).withPrices(new LmPrices(1e6, 2e6, 0.5e6)),
                new ApiKey("", LmKey.AUTHORIZATION),
                clock,
                scheduler)) {
      assertThat(model.complete(PLAIN).join().usage())
          .isEqualTo(new Usage(1, 10, 1, 2 + 0.5 * 8 + 2, 8, 0, 0));
    }
  }

  @Test
  void theKeyIsNotShown() {
    try (OpenAiLanguageModel model = model("http://localhost:1/v1")) {
      assertThat(model.toString()).isEqualTo("OpenAiLanguageModel[localhost:1]");
      assertThat(new ApiKey(KEY, LmKey.AUTHORIZATION).toString()).isEqualTo("[key]");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost/v1",
        "ftp://host/v1",
        "http:///v1",
        "http://me:pw@host/v1",
        "http://ho st"
      })
  void aMalformedUrlIsRefusedWithoutRepeatingIt(String url) {
    assertThatThrownBy(() -> model(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("pw");
  }

  private LmOutcome.Fault fault(OpenAiLanguageModel model) {
    return (LmOutcome.Fault) model.complete(PLAIN).join();
  }

  private OpenAiLanguageModel model(String baseUrl) {
    return new OpenAiLanguageModel(
        profile(baseUrl), new ApiKey(KEY, LmKey.AUTHORIZATION), clock, scheduler);
  }

  private static LmProfile profile(String baseUrl) {
    return LmProfile.of(baseUrl, "small")
        .withKey(LmKey.ofEnv("KEY"))
        .withLimits(LmLimits.of(4, 1))
        .withPrices(new LmPrices(1e6, 2e6, null));
  }
}
