package dev.ascent.lm.client;

import static dev.ascent.testing.ScriptedLanguageModel.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.rollout.Usage;
import dev.ascent.lm.Allowance;
import dev.ascent.lm.ChatMessage;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.FaultKind;
import dev.ascent.lm.LmOutcome;
import dev.ascent.testing.ManualClock;
import dev.ascent.testing.ManualScheduler;
import dev.ascent.testing.ScriptedLanguageModel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryingLanguageModelTest {
  private static final RetryPolicy POLICY =
      new RetryPolicy(
          Duration.ofMillis(100),
          Duration.ofMillis(500),
          Duration.ofMillis(350),
          Duration.ofSeconds(60));
  private static final LmOutcome BUSY =
      new LmOutcome.Fault(FaultKind.TRANSIENT, "busy", new Usage(1, 0, 0, 0));

  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  private final ManualScheduler scheduler = new ManualScheduler();
  private final Stragglers stragglers = new Stragglers();

  @Test
  void anAnswerCarriesTheUsageOfAllAttempts() {
    CompletableFuture<LmOutcome> outcome = ask(3, BUSY, BUSY, answer("Hello"));
    scheduler.runAll();
    scheduler.runAll();
    assertThat(outcome.join()).isEqualTo(new LmOutcome.Answer("Hello", new Usage(3, 10, 5, 0)));
  }

  @Test
  void waitsGrowExponentiallyUpToTheirBoundWithFullJitter() {
    CompletableFuture<LmOutcome> outcome = ask(5, BUSY, BUSY, BUSY, BUSY, BUSY);
    for (int retry = 0; retry < 4; retry++) {
      scheduler.runAll();
    }
    assertThat(outcome.join().usage().requests()).isEqualTo(5);
    assertThat(scheduler.delays())
        .containsExactly(
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(175),
            Duration.ofMillis(175));
  }

  @Test
  void theAllowanceIsNeverExceeded() {
    ScriptedLanguageModel server = new ScriptedLanguageModel(BUSY, BUSY);
    CompletableFuture<LmOutcome> outcome = retrying(server).complete(request(2));
    scheduler.runAll();
    assertThat(outcome.join()).isInstanceOf(LmOutcome.Fault.class);
    assertThat(server.requests())
        .extracting(request -> request.allowance().attempts())
        .containsExactly(2, 1);
  }

  @Test
  void aSecondTryIsMadeAlone() {
    ScriptedLanguageModel server = new ScriptedLanguageModel(BUSY, answer("Hello"));
    CompletableFuture<LmOutcome> unused = retrying(server).complete(request(2).withAlike(3));
    scheduler.runAll();
    assertThat(server.requests()).extracting(ChatRequest::alike).containsExactly(3, 1);
  }

  @Test
  void aServerThatAsksToWaitIsGivenThatTime() {
    LmOutcome limited =
        new LmOutcome.Fault(FaultKind.TRANSIENT, "429", Usage.NONE, Duration.ofSeconds(9));
    CompletableFuture<LmOutcome> outcome = ask(2, limited, answer("Hello"));
    assertThat(scheduler.delays()).containsExactly(Duration.ofMillis(9250));
    scheduler.runAll();
    assertThat(outcome.join()).isInstanceOf(LmOutcome.Answer.class);
  }

  @Test
  void aServerThatAsksToWaitTooLongIsNotAskedAgain() {
    LmOutcome limited =
        new LmOutcome.Fault(FaultKind.TRANSIENT, "429", Usage.NONE, Duration.ofHours(1));
    assertThat(ask(2, limited)).isCompletedWithValue(limited);
  }

  @ParameterizedTest
  @EnumSource(FaultKind.class)
  void onlyFaultsThatMayPassAreRetried(FaultKind kind) {
    CompletableFuture<LmOutcome> outcome =
        ask(2, new LmOutcome.Fault(kind, "no", Usage.NONE), answer("Hello"));
    assertThat(outcome.isDone()).isEqualTo(!kind.isRetryable());
  }

  @Test
  void closingEndsCallsThatWaitWithTheirLastFault() {
    ScriptedLanguageModel server = new ScriptedLanguageModel(BUSY);
    RetryingLanguageModel model = retrying(server);
    CompletableFuture<LmOutcome> outcome = model.complete(request(5));
    model.close();
    assertThat(outcome).isCompletedWithValue(BUSY);
    assertThat(server.isClosed()).isTrue();
  }

  @Test
  void attemptsThatTheModelMadeByItselfCountToo() {
    LmOutcome hedged =
        new LmOutcome.Fault(FaultKind.TRANSIENT, "busy twice", new Usage(2, 0, 0, 0));
    CompletableFuture<LmOutcome> outcome = ask(3, hedged, BUSY, answer("never asked for"));
    scheduler.runAll();
    scheduler.runAll();
    assertThat(outcome.join().usage().requests()).isEqualTo(3);
    assertThat(outcome.join()).isInstanceOf(LmOutcome.Fault.class);
  }

  @Test
  void noAttemptIsBegunAfterTheDeadline() {
    ScriptedLanguageModel server = new ScriptedLanguageModel(BUSY);
    ChatRequest urgent = request(5).within(Allowance.ofAttempts(5).until(NOW.plusMillis(50)));
    assertThat(retrying(server).complete(urgent)).isCompletedWithValue(BUSY);
  }

  @Test
  void anExpendableRequestIsGivenUpRatherThanWaitedForLikeAStraggler() {
    quickAnswers(20);
    LmOutcome limited =
        new LmOutcome.Fault(FaultKind.THROTTLED, "429", Usage.NONE, Duration.ofSeconds(1));
    ScriptedLanguageModel server =
        new ScriptedLanguageModel(limited, limited, answer("Hello"), BUSY, answer("Hello"));
    RetryingLanguageModel model = retrying(server);

    assertThat(model.complete(expendable(2))).isCompletedWithValue(limited);
    CompletableFuture<LmOutcome> worthIt = model.complete(request(2));
    scheduler.runAll();
    assertThat(worthIt.join()).isInstanceOf(LmOutcome.Answer.class);
    CompletableFuture<LmOutcome> soon = model.complete(expendable(2));
    scheduler.runAll();
    assertThat(soon.join()).isInstanceOf(LmOutcome.Answer.class);
  }

  @Test
  void whereManyAreRefusedExpendableRequestsWaitToo() {
    quickAnswers(20);
    LmOutcome limited =
        new LmOutcome.Fault(FaultKind.THROTTLED, "429", Usage.NONE, Duration.ofSeconds(1));
    int givenUp = 0;
    for (int i = 0; i < 20; i++) {
      if (ask(expendable(2), limited, answer("Hello")).isDone()) {
        givenUp++;
      }
    }
    assertThat(givenUp).isEqualTo(3);
  }

  private void quickAnswers(int count) {
    for (int i = 0; i < count; i++) {
      stragglers.of(request(1)).answered(Duration.ofMillis(20).toNanos());
    }
  }

  private CompletableFuture<LmOutcome> ask(ChatRequest request, LmOutcome... script) {
    return retrying(new ScriptedLanguageModel(script)).complete(request);
  }

  private CompletableFuture<LmOutcome> ask(int maxAttempts, LmOutcome... script) {
    return retrying(new ScriptedLanguageModel(script)).complete(request(maxAttempts));
  }

  private RetryingLanguageModel retrying(ScriptedLanguageModel server) {
    return new RetryingLanguageModel(
        server, POLICY, stragglers, scheduler, new ManualClock(NOW), () -> 0.5);
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

  private static ChatRequest expendable(int maxAttempts) {
    return request(maxAttempts).within(Allowance.ofAttempts(maxAttempts).asExpendable());
  }
}
