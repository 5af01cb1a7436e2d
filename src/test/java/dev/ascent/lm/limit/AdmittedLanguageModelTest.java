package dev.ascent.lm.limit;

import static dev.ascent.testing.ScriptedLanguageModel.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.rollout.Usage;
import dev.ascent.lm.Allowance;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.FaultKind;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import dev.ascent.testing.ManualClock;
import dev.ascent.testing.ManualScheduler;
import dev.ascent.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdmittedLanguageModelTest {
  private final PendingLanguageModel server = new PendingLanguageModel();
  private final ManualScheduler scheduler = new ManualScheduler();
  private final ManualClock clock = new ManualClock(Instant.parse("2030-01-01T00:00:00Z"));

  @Test
  void callsBeyondTheBoundWaitInTheirOrder() {
    try (AdmittedLanguageModel model = admitted(server, 2)) {
      List<CompletableFuture<LmOutcome>> outcomes =
          IntStream.range(0, 5).mapToObj(i -> model.complete(request("call-" + i))).toList();
      assertThat(server.asked).containsExactly("call-0", "call-1");
      server.pending.get(1).complete(answer("done"));
      assertThat(outcomes.get(1)).isCompleted();
      assertThat(server.asked).containsExactly("call-0", "call-1", "call-2");
      server.pending.get(0).complete(answer("done"));
      server.pending.get(2).complete(answer("done"));
      assertThat(server.asked).endsWith("call-3", "call-4");
    }
  }

  @Test
  void closingEndsCallsThatWait() {
    AdmittedLanguageModel model = admitted(server, 1);
    CompletableFuture<LmOutcome> first = model.complete(request("first"));
    CompletableFuture<LmOutcome> second = model.complete(request("second"));
    model.close();
    assertThat(first).isNotDone();
    assertThat(second).isCompletedWithValueMatching(LmOutcome.Fault.class::isInstance);
    assertThat(model.complete(request("third")))
        .isCompletedWithValueMatching(LmOutcome.Fault.class::isInstance);
    assertThat(server.asked).containsExactly("first");
  }

  @Test
  void manyCallsThatEndAtOnceDoNotGrowTheStack() {
    try (AdmittedLanguageModel model = admitted(server, 1)) {
      List<CompletableFuture<LmOutcome>> outcomes =
          IntStream.range(0, 100_000).mapToObj(i -> model.complete(request("call"))).toList();
      server.answersAtOnce = true;
      server.pending.get(0).complete(answer("done"));
      assertThat(outcomes).allMatch(CompletableFuture::isDone);
    }
  }

  @Test
  void aCallThatIsGivenUpWhileItWaitsIsNeverMade() {
    try (AdmittedLanguageModel model = admitted(server, 1)) {
      CompletableFuture<LmOutcome> first = model.complete(request("first"));
      CompletableFuture<LmOutcome> second = model.complete(request("second"));
      CompletableFuture<LmOutcome> third = model.complete(request("third"));

      second.cancel(true);
      server.pending.get(0).complete(answer("done"));

      assertThat(first).isCompleted();
      assertThat(third).isNotDone();
      assertThat(server.asked).containsExactly("first", "third");
    }
  }

  @Test
  void aCallThatIsGivenUpFreesItsPlace() {
    try (AdmittedLanguageModel model = admitted(server, 1)) {
      CompletableFuture<LmOutcome> first = model.complete(request("first"));
      CompletableFuture<LmOutcome> second = model.complete(request("second"));

      first.cancel(true);

      assertThat(server.pending.get(0)).isCancelled();
      assertThat(server.asked).containsExactly("first", "second");
      assertThat(second).isNotDone();
    }
  }

  @Test
  void aCallThatWaitsPastItsDeadlineIsNotMade() {
    try (AdmittedLanguageModel model = admitted(server, 1)) {
      CompletableFuture<LmOutcome> first = model.complete(request("first"));
      CompletableFuture<LmOutcome> second =
          model.complete(
              request("second")
                  .within(Allowance.ofAttempts(1).until(clock.instant().plusSeconds(5))));

      clock.advance(Duration.ofSeconds(6));
      server.pending.get(0).complete(answer("done"));

      assertThat(first).isCompleted();
      assertThat(second)
          .isCompletedWithValueMatching(
              outcome -> isTimedOut(outcome) && outcome.usage().requests() == 0);
      assertThat(server.asked).containsExactly("first");
    }
  }

  @Test
  void aCallThatWaitsEndsAtItsDeadlineThoughNothingElseDoes() {
    VirtualTime time = new VirtualTime();
    AllLimits limits = new AllLimits(List.of(new CallsInFlight(1)), HostLimits.fixed());
    try (AdmittedLanguageModel model =
        new AdmittedLanguageModel(server, limits, time, time, time::nanos)) {
      CompletableFuture<LmOutcome> first = model.complete(request("first"));
      CompletableFuture<LmOutcome> patient = model.complete(request("patient"));
      CompletableFuture<LmOutcome> urgent =
          model.complete(
              request("urgent")
                  .within(Allowance.ofAttempts(1).until(time.instant().plusSeconds(5))));

      time.run(Duration.ofMillis(4_999));
      assertThat(urgent).isNotDone();
      time.run(Duration.ofMillis(1));

      assertThat(urgent)
          .isCompletedWithValueMatching(
              outcome -> outcome.usage().equals(Usage.NONE) && isTimedOut(outcome));
      server.pending.get(0).complete(answer("done"));
      assertThat(first).isCompleted();
      assertThat(patient).isNotDone();
      assertThat(server.asked).containsExactly("first", "patient");
    }
  }

  private static boolean isTimedOut(LmOutcome outcome) {
    return outcome instanceof LmOutcome.Fault fault && fault.kind() == FaultKind.TIMED_OUT;
  }

  @Test
  void whoSharesAHostTakesTurns() {
    HostLimits host = new HostLimits(1);
    PendingLanguageModel other = new PendingLanguageModel();
    AllLimits shared = new AllLimits(List.of(), host);
    try (AdmittedLanguageModel one =
            new AdmittedLanguageModel(server, shared, scheduler, clock, () -> 0);
        AdmittedLanguageModel two =
            new AdmittedLanguageModel(other, shared, scheduler, clock, () -> 0)) {
      for (int call = 0; call < 3; call++) {
        var unused = one.complete(request("one"));
        var unusedToo = two.complete(request("two"));
      }
      for (int answers = 0; answers < 4; answers++) {
        PendingLanguageModel busy = server.asked.size() > server.answered() ? server : other;
        busy.pending.get(busy.answered()).complete(answer("done"));
      }
      assertThat(server.answered()).isEqualTo(2);
      assertThat(other.answered()).isEqualTo(2);
    }
  }

  @Test
  void aModelThatThrowsDoesNotStopTheQueue() {
    LanguageModel broken =
        new LanguageModel() {
          @Override
          public CompletableFuture<LmOutcome> complete(ChatRequest request) {
            throw new IllegalStateException("a bug");
          }

          @Override
          public void close() {}
        };
    try (AdmittedLanguageModel model = admitted(broken, 1)) {
      assertThat(model.complete(request("first"))).isCompletedExceptionally();
      assertThat(model.complete(request("second"))).isCompletedExceptionally();
    }
  }

  private AdmittedLanguageModel admitted(LanguageModel asked, int inFlight) {
    return new AdmittedLanguageModel(
        asked,
        new AllLimits(List.of(new CallsInFlight(inFlight)), new HostLimits(100)),
        scheduler,
        clock,
        () -> clock.instant().toEpochMilli() * 1_000_000);
  }

  private static ChatRequest request(String name) {
    return new ChatRequest(name, List.of(), null, null, List.of(), Allowance.ofAttempts(1));
  }

  /** Leaves its calls open for the test to complete. */
  private static final class PendingLanguageModel implements LanguageModel {
    int answered() {
      return (int) pending.stream().filter(CompletableFuture::isDone).count();
    }

    private final List<String> asked = new ArrayList<>();
    private final List<CompletableFuture<LmOutcome>> pending = new ArrayList<>();
    private boolean answersAtOnce;

    @Override
    public CompletableFuture<LmOutcome> complete(ChatRequest request) {
      asked.add(request.model());
      CompletableFuture<LmOutcome> outcome = new CompletableFuture<>();
      pending.add(outcome);
      if (answersAtOnce) {
        outcome.complete(answer("done"));
      }
      return outcome;
    }

    @Override
    public void close() {}
  }
}
