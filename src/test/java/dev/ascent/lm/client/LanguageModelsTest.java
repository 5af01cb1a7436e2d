package dev.ascent.lm.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ascent.core.task.LmCache;
import dev.ascent.core.task.LmExtras;
import dev.ascent.core.task.LmKey;
import dev.ascent.core.task.LmLimits;
import dev.ascent.core.task.LmPrices;
import dev.ascent.core.task.LmProfile;
import dev.ascent.lm.Allowance;
import dev.ascent.lm.ChatMessage;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.FaultKind;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import dev.ascent.testing.LoopbackServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanguageModelsTest {
  private static final int BOUND = 8;
  private static final Map<String, String> ENVIRONMENT = Map.of("KEY", "sk-1", "BLANK", " ");

  private final LanguageModels models = new LanguageModels(new KeyRing(ENVIRONMENT::get));

  @Test
  void allUsersOfAProfileShareItsBoundAndItsCounts() {
    try (LoopbackServer server = new LoopbackServer(BOUND, LoopbackServer.completion("Hello"));
        AcquiredLanguageModel one = acquire(profile(server.baseUrl(), "KEY"));
        AcquiredLanguageModel other = acquire(profile(server.baseUrl(), "KEY"))) {
      List<CompletableFuture<LmOutcome>> outcomes =
          IntStream.range(0, 200)
              .mapToObj(call -> (call % 2 == 0 ? one : other).complete(request(1)))
              .toList();
      assertThat(outcomes).allMatch(outcome -> outcome.join() instanceof LmOutcome.Answer);
      assertThat(server.mostOpen()).isEqualTo(BOUND);
      assertThat(one.meter()).isEqualTo(other.meter());
      assertThat(one.meter().requests()).isEqualTo(200);
      assertThat(one.meter().answers()).isEqualTo(200);
      assertThat(one.meter().promptTokens()).isEqualTo(1400);
      assertThat(one.meter().usd()).isCloseTo(200 * 13e-6, within(1e-9));
    }
  }

  @Test
  void aServerErrorIsRetriedAndCounted() {
    try (LoopbackServer server =
            new LoopbackServer(
                LoopbackServer.status(500, "oops"), LoopbackServer.completion("Hello"));
        AcquiredLanguageModel model = acquire(profile(server.baseUrl(), ""))) {
      LmOutcome outcome = model.complete(request(3)).join();
      assertThat(outcome).isInstanceOf(LmOutcome.Answer.class);
      assertThat(outcome.usage().requests()).isEqualTo(2);
      assertThat(model.meter().requests()).isEqualTo(server.received().size()).isEqualTo(2);
      assertThat(server.received().get(0).authorization()).isEqualTo("null");
    }
  }

  @Test
  void theServerNeverSeesMoreAttemptsThanAllowed() {
    try (LoopbackServer server = new LoopbackServer(LoopbackServer.closedConnection());
        AcquiredLanguageModel model = acquire(profile(server.baseUrl(), ""))) {
      assertThat(model.complete(request(2)).join().usage().requests()).isEqualTo(2);
      assertThat(model.complete(request(1)).join().usage().requests()).isEqualTo(1);
      assertThat(server.received()).hasSize(3);
      assertThat(model.meter().faults()).isEqualTo(2);
    }
  }

  @Test
  void whatIsUnderWayAtClosingIsCountedByItsPurpose() {
    try (LoopbackServer server = new LoopbackServer(LoopbackServer.hang())) {
      AcquiredLanguageModel model = acquire(profile(server.baseUrl(), ""));
      CompletableFuture<LmOutcome> rollout = model.complete(request(3));
      CompletableFuture<LmOutcome> reflection =
          model.complete(
              new ChatRequest(
                      "small",
                      List.of(ChatMessage.user("Why?")),
                      null,
                      null,
                      List.of(),
                      Allowance.ofAttempts(3))
                  .withPurpose(ChatRequest.Purpose.REFLECTION));
      while (server.received().size() < 2) {
        Thread.onSpinWait();
      }
      assertThat(model.meter().requests()).isZero();
      model.close();
      assertThat(rollout.join()).isInstanceOf(LmOutcome.Fault.class);
      assertThat(reflection.join()).isInstanceOf(LmOutcome.Fault.class);
      assertThat(model.meter().rollouts()).isEqualTo(1);
      assertThat(model.meter().reflections()).isEqualTo(1);
    }
  }

  @Test
  void theClientStaysOpenUntilTheLastUserClosed() {
    try (LoopbackServer server = new LoopbackServer(LoopbackServer.completion("Hello"))) {
      LanguageModel one = acquire(profile(server.baseUrl(), ""));
      LanguageModel other = acquire(profile(server.baseUrl(), ""));
      one.close();
      one.close();
      assertThat(other.complete(request(1)).join()).isInstanceOf(LmOutcome.Answer.class);
      other.close();
      assertThat(other.complete(request(1)).join()).isInstanceOf(LmOutcome.Fault.class);
      try (LanguageModel again = acquire(profile(server.baseUrl(), ""))) {
        assertThat(again.complete(request(1)).join()).isInstanceOf(LmOutcome.Answer.class);
      }
    }
  }

  @Test
  void profilesThatCannotBeUsedFaultAtEveryCall() {
    assertFault(profile("http://host/v1", "ABSENT"), FaultKind.CREDENTIALS, "ABSENT");
    assertFault(profile("http://host/v1", "BLANK"), FaultKind.CREDENTIALS, "BLANK");
    assertFault(profile("http://forbidden/v1", ""), FaultKind.NOT_ALLOWED, "forbidden");
    assertFault(profile("host/v1", ""), FaultKind.UNKNOWN_MODEL, "base URL");
  }

  @Test
  void aRefusalOfEveryCallNamesTheModelAndItsHostAndNeverTheKey() {
    for (int status : new int[] {401, 403, 404}) {
      try (LoopbackServer server =
              new LoopbackServer(LoopbackServer.status(status, "sk-1 is not known"));
          AcquiredLanguageModel model = acquire(profile(server.baseUrl(), "KEY"))) {
        LmOutcome.Fault fault = (LmOutcome.Fault) model.complete(request(1)).join();
        assertThat(fault.kind().isSystemic()).isTrue();
        assertThat(fault.message())
            .endsWith("(profile `lm`, model small at 127.0.0.1)")
            .contains("status " + status)
            .doesNotContain("sk-1");
      }
    }
  }

  @Test
  void aFaultThatMayPassIsNotSaidToBeTheProfiles() {
    try (LoopbackServer server = new LoopbackServer(LoopbackServer.status(500, "oops"));
        AcquiredLanguageModel model = acquire(profile(server.baseUrl(), ""))) {
      LmOutcome.Fault fault = (LmOutcome.Fault) model.complete(request(1)).join();
      assertThat(fault.message()).doesNotContain("model small");
    }
  }

  @Test
  void aKeyMayStandInAFileAndBeSentInAnotherHeader(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "sk-file-0123456789\n");
    try (LoopbackServer server = new LoopbackServer(LoopbackServer.completion("Hello"));
        LanguageModel model =
            acquire(
                profile(server.baseUrl(), "")
                    .withKey(new LmKey("", file.toString(), "api-key"))
                    .withExtras(new LmExtras(Map.of("x-team", "support"), "{}")))) {
      assertThat(model.complete(request(1)).join()).isInstanceOf(LmOutcome.Answer.class);
      assertThat(server.received().get(0).authorization()).isEqualTo("null");
      assertThat(server.received().get(0).headers().getFirst("api-key"))
          .isEqualTo("sk-file-0123456789");
      assertThat(server.received().get(0).headers().getFirst("x-team")).isEqualTo("support");
    }
    assertFault(
        profile("http://host/v1", "").withKey(new LmKey("", "/no/such/file", "Authorization")),
        FaultKind.CREDENTIALS,
        "/no/such/file");
  }

  @Test
  void noMoreRequestsBeginInAMinuteThanTheProfileAllows() {
    LmProfile profile = profile("http://host/v1", "");
    LmLimits slow = LmLimits.of(BOUND, 30).withAMinute(60, null);
    try (LoopbackServer server = new LoopbackServer(LoopbackServer.completion("Hello"));
        LanguageModel model =
            acquire(profile.withServer(server.baseUrl(), LmKey.NONE).withLimits(slow))) {
      List<CompletableFuture<LmOutcome>> outcomes =
          IntStream.range(0, 20).mapToObj(call -> model.complete(request(1))).toList();
      assertThat(outcomes.get(0).join()).isInstanceOf(LmOutcome.Answer.class);
      assertThat(server.received()).hasSizeLessThan(5);
    }
  }

  @Test
  void whatAServerGivesAtOnceIsRememberedForTheNextClient() {
    try (LoopbackServer server = new LoopbackServer(LoopbackServer.completion("Hello"))) {
      LmProfile profile = profile(server.baseUrl(), "");
      assertThat(answersToAlike(profile)).isEqualTo(2);
      assertThat(server.received()).hasSize(2);
      assertThat(server.received().get(0).body()).contains("\"n\":2");

      assertThat(answersToAlike(profile)).isEqualTo(2);
      assertThat(server.received()).hasSize(4);
      assertThat(server.received().subList(1, 4))
          .noneMatch(received -> received.body().contains("\"n\""));
    }
  }

  @Test
  void aProfileMayHaveEveryAnswerAskedForAlone() {
    try (LoopbackServer server = new LoopbackServer(LoopbackServer.completion("Hello"))) {
      LmProfile profile =
          profile(server.baseUrl(), "").withLimits(LmLimits.of(BOUND, 30).withSamplesPerRequest(1));
      assertThat(answersToAlike(profile)).isEqualTo(2);
      assertThat(server.received()).noneMatch(received -> received.body().contains("\"n\""));
    }
  }

  @Test
  void greedyAnswersAreRememberedAndCountedAsHits() {
    try (LoopbackServer server = new LoopbackServer(LoopbackServer.completion("Hello"))) {
      LmProfile profile = profile(server.baseUrl(), "");
      assertThat(hits(profile)).isEqualTo(1);
      assertThat(hits(profile.withLimits(profile.limits().withCache(new LmCache(0, 60))))).isZero();
      assertThat(hits(profile.withExtras(new LmExtras(Map.of(), "{\"temperature\":1}"))))
          .as("another temperature is sent")
          .isZero();
      assertThat(server.received()).hasSize(5);
    }
  }

  private long hits(LmProfile profile) {
    ChatRequest greedy =
        new ChatRequest(
            "small",
            List.of(ChatMessage.user("Hi")),
            0.0,
            null,
            List.of(),
            Allowance.ofAttempts(1));
    try (AcquiredLanguageModel model = acquire(profile)) {
      assertThat(model.complete(greedy).join()).isInstanceOf(LmOutcome.Answer.class);
      assertThat(model.complete(greedy).join()).isInstanceOf(LmOutcome.Answer.class);
      assertThat(model.meter().answers()).isEqualTo(2);
      return model.meter().cacheHits();
    }
  }

  @Test
  void aHostsCapHoldsOverAllProfilesThatCallIt() {
    int cap = 3;
    try (LoopbackServer server = new LoopbackServer(cap, LoopbackServer.completion("Hello"));
        LanguageModel one = acquire(profile(server.baseUrl(), ""), new ProcessShare(1, cap));
        LanguageModel other =
            acquire(
                profile(server.baseUrl(), "")
                    .withLimits(
                        new LmLimits(BOUND, 30, null, null, null, false, 1, LmCache.DEFAULT)),
                ProcessShare.WHOLE)) {
      List<CompletableFuture<LmOutcome>> outcomes =
          IntStream.range(0, 60)
              .mapToObj(call -> (call % 2 == 0 ? one : other).complete(request(1)))
              .toList();
      assertThat(outcomes).allMatch(outcome -> outcome.join() instanceof LmOutcome.Answer);
      assertThat(server.mostOpen()).isEqualTo(cap);
    }
  }

  @Test
  void aHostsCapEndsWithThoseWhoSetIt() {
    try (LoopbackServer server = new LoopbackServer(BOUND, LoopbackServer.completion("Hello"))) {
      LanguageModel earlier = acquire(profile(server.baseUrl(), ""), new ProcessShare(1, 1));
      earlier.close();
      earlier.close();
      try (LanguageModel model = acquire(profile(server.baseUrl(), ""), ProcessShare.WHOLE)) {
        List<CompletableFuture<LmOutcome>> outcomes =
            IntStream.range(0, 5 * BOUND).mapToObj(call -> model.complete(request(1))).toList();
        assertThat(outcomes).allMatch(outcome -> outcome.join() instanceof LmOutcome.Answer);
        assertThat(server.mostOpen()).isEqualTo(BOUND);
      }
    }
  }

  @Test
  void oneOfSeveralProcessesTakesItsPart() {
    try (LoopbackServer server = new LoopbackServer(BOUND / 4, LoopbackServer.completion("Hello"));
        LanguageModel model =
            acquire(profile(server.baseUrl(), ""), new ProcessShare(4, Integer.MAX_VALUE))) {
      List<CompletableFuture<LmOutcome>> outcomes =
          IntStream.range(0, 40).mapToObj(call -> model.complete(request(1))).toList();
      assertThat(outcomes).allMatch(outcome -> outcome.join() instanceof LmOutcome.Answer);
      assertThat(server.mostOpen()).isEqualTo(BOUND / 4);
    }
  }

  private AcquiredLanguageModel acquire(LmProfile profile, ProcessShare share) {
    return models.acquire(profile, new AllowedHosts(List.of("host")), share);
  }

  private long answersToAlike(LmProfile profile) {
    try (LanguageModel model = acquire(profile)) {
      List<CompletableFuture<LmOutcome>> outcomes =
          List.of(model.complete(request(3).withAlike(2)), model.complete(request(3).withAlike(2)));
      return outcomes.stream().filter(o -> o.join() instanceof LmOutcome.Answer).count();
    }
  }

  private AcquiredLanguageModel acquire(LmProfile profile) {
    return models.acquire(profile, new AllowedHosts(List.of("host")));
  }

  private void assertFault(LmProfile profile, FaultKind kind, String words) {
    try (LanguageModel model = acquire(profile)) {
      LmOutcome.Fault fault = (LmOutcome.Fault) model.complete(request(3)).join();
      assertThat(fault.kind()).isEqualTo(kind);
      assertThat(fault.message()).contains(words);
      assertThat(fault.usage().requests()).isZero();
    }
  }

  private static LmProfile profile(String baseUrl, String keyVariable) {
    return LmProfile.of(baseUrl, "small")
        .withKey(LmKey.ofEnv(keyVariable))
        .withLimits(LmLimits.of(BOUND, 30))
        .withPrices(new LmPrices(1.0, 2.0, null));
  }

  private static ChatRequest request(int maxAttempts) {
    return new ChatRequest(
        "small",
        List.of(ChatMessage.user("Hi")),
        null,
        null,
        List.of(),
        Allowance.ofAttempts(maxAttempts));
  }
}
