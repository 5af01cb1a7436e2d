package dev.ascent.lm.client;

import static dev.ascent.testing.ScriptedLanguageModel.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.rollout.Usage;
import dev.ascent.lm.Allowance;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.FaultKind;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import dev.ascent.lm.limit.Admission;
import dev.ascent.lm.limit.CallsInFlight;
import dev.ascent.testing.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HedgingLanguageModelTest {
  private static final Usage LOST = Usage.unconfirmed(1, 500, 0.5);
  private static final LmOutcome BUSY =
      new LmOutcome.Fault(FaultKind.TRANSIENT, "busy", new Usage(1, 0, 0, 0));

  private final VirtualTime time = new VirtualTime();
  private final Server server = new Server();

  /** First attempts do not take these places: whoever calls has admitted them. */
  private final CallsInFlight places = new CallsInFlight(1);

  private final Stragglers stragglers = new Stragglers();
  private final HedgingLanguageModel model =
      new HedgingLanguageModel(server, stragglers, places, request -> LOST, time, time::nanos);

  @Test
  void aStragglerIsSentAgainAndTheFirstAnswerCounts() {
    answerQuickly(100);
    CompletableFuture<LmOutcome> outcome = model.complete(request(2));
    time.run(Duration.ofSeconds(1));

    assertThat(server.open()).hasSize(2);
    server.open().get(1).complete(answer("second"));

    assertThat(outcome.join())
        .isEqualTo(new LmOutcome.Answer("second", new Usage(1, 10, 5, 0).plus(LOST)));
    assertThat(server.open().get(0)).isCancelled();
    assertThat(places.tryStart(request(1), 0)).as("its place is free again").isZero();
  }

  @Test
  void aFaultWaitsForTheOtherAttempt() {
    answerQuickly(100);
    CompletableFuture<LmOutcome> outcome = model.complete(request(2));
    time.run(Duration.ofSeconds(1));

    server.open().get(0).complete(BUSY);
    assertThat(outcome).isNotDone();
    server.open().get(1).complete(BUSY);

    assertThat(outcome.join().usage().requests()).isEqualTo(2);
  }

  @Test
  void anAttemptThatIsLeftAloneIsSentOnceOnly() {
    answerQuickly(100);
    CompletableFuture<LmOutcome> outcome = model.complete(request(1));

    time.run(Duration.ofSeconds(4));

    assertThat(server.open()).hasSize(1);
    assertThat(outcome).isNotDone();
  }

  @Test
  void aCallThatTakesManyTimesAsLongAsAnyOtherIsGivenUp() {
    answerQuickly(100);
    CompletableFuture<LmOutcome> alone = model.complete(request(1));
    CompletableFuture<LmOutcome> hedged = model.complete(request(2));

    time.run(Duration.ofSeconds(6));

    assertThat(((LmOutcome.Fault) alone.join()).kind()).isEqualTo(FaultKind.TIMED_OUT);
    assertThat(alone.join().usage()).isEqualTo(LOST);
    assertThat(hedged.join().usage()).isEqualTo(LOST.plus(LOST));
    assertThat(server.open()).allMatch(CompletableFuture::isCancelled);
  }

  @Test
  void anExpendableCallIsGivenUpOnceItsSecondAttemptIsAStragglerToo() {
    answerQuickly(100);
    CompletableFuture<LmOutcome> expendable = model.complete(expendable(2));
    CompletableFuture<LmOutcome> worthIt = model.complete(request(2));

    time.run(Duration.ofSeconds(1));

    assertThat(expendable.join().usage().requests()).isEqualTo(2);
    assertThat(((LmOutcome.Fault) expendable.join()).kind()).isEqualTo(FaultKind.GIVEN_UP);
    assertThat(worthIt).isNotDone();
  }

  @Test
  void whatIsGivenUpIsNotAskedForAgain() {
    answerQuickly(100);
    RetryingLanguageModel retrying =
        new RetryingLanguageModel(
            model, RetryPolicy.DEFAULT, new Stragglers(), time, time, () -> 0.5);
    CompletableFuture<LmOutcome> outcome = retrying.complete(expendable(4));

    time.run(Duration.ofSeconds(2));

    assertThat(outcome.join().usage().requests()).isEqualTo(2);
    assertThat(server.open()).hasSize(2);
  }

  @Test
  void aStragglerWithoutAHedgeLeftAsksForNoPlace() {
    Places many = new Places(100);
    HedgingLanguageModel roomy =
        new HedgingLanguageModel(server, stragglers, many, request -> LOST, time, time::nanos);
    answerQuickly(100);
    for (int call = 0; call < 50; call++) {
      CompletableFuture<LmOutcome> unused = roomy.complete(request(2));
    }
    time.run(Duration.ofSeconds(4));

    assertThat(many.asked).isEqualTo(server.open().size() - 50).isPositive();
  }

  @Test
  void fewExpendableCallsAreGivenUpForEachAnswer() {
    answerQuickly(55);
    List<CompletableFuture<LmOutcome>> outcomes = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      outcomes.add(model.complete(expendable(1)));
    }

    time.run(Duration.ofSeconds(4));

    assertThat(outcomes).filteredOn(CompletableFuture::isDone).hasSize(6);
  }

  @Test
  void nothingIsGivenUpBeforeItIsKnownHowLongAnswersTake() {
    CompletableFuture<LmOutcome> outcome = model.complete(request(1));

    time.run(Duration.ofMinutes(5));

    assertThat(outcome).isNotDone();
  }

  @Test
  void nothingIsSentAgainWhereNoPlaceIsFree() {
    answerQuickly(100);
    assertThat(places.tryStart(request(1), 0)).isZero();
    CompletableFuture<LmOutcome> outcome = model.complete(request(2));

    time.run(Duration.ofSeconds(2));
    assertThat(server.open()).hasSize(1);
    places.notStarted(request(1));
    time.run(Duration.ofSeconds(2));

    assertThat(server.open()).hasSize(2);
    assertThat(outcome).isNotDone();
  }

  @Test
  void aCallThatBeganBeforeAnythingWasKnownIsHedgedToo() {
    CompletableFuture<LmOutcome> first = model.complete(request(2));
    answerQuickly(100);

    time.run(Duration.ofSeconds(3));

    assertThat(server.open()).hasSize(2);
    assertThat(first).isNotDone();
  }

  @Test
  void fewCallsAreHedgedWhereAllAreSlow() {
    answerQuickly(100);
    for (int call = 0; call < 50; call++) {
      CompletableFuture<LmOutcome> unused = model.complete(request(2));
    }
    time.run(Duration.ofSeconds(4));

    assertThat(server.open()).hasSizeLessThanOrEqualTo(50 + 8);
  }

  @Test
  void whoGivesTheCallUpEndsBothAttempts() {
    answerQuickly(100);
    CompletableFuture<LmOutcome> outcome = model.complete(request(2));
    time.run(Duration.ofSeconds(1));

    outcome.cancel(true);

    assertThat(server.open()).hasSize(2).allMatch(CompletableFuture::isCancelled);
  }

  /** Has calls answered in 5 ms each, so that it is known what is usual. */
  private void answerQuickly(int calls) {
    int before = server.calls.size();
    for (int call = 0; call < calls; call++) {
      CompletableFuture<LmOutcome> unused = model.complete(request(1));
      time.run(Duration.ofMillis(5));
      server.calls.get(before).complete(answer("quick"));
      server.calls.remove(before);
    }
  }

  private static ChatRequest request(int maxAttempts) {
    return new ChatRequest(
        "small", List.of(), null, null, List.of(), Allowance.ofAttempts(maxAttempts));
  }

  /** Leaves its calls open for the test to complete. */
  private static final class Server implements LanguageModel {
    private final List<CompletableFuture<LmOutcome>> calls = new ArrayList<>();

    @Override
    public CompletableFuture<LmOutcome> complete(ChatRequest request) {
      CompletableFuture<LmOutcome> call = new CompletableFuture<>();
      calls.add(call);
      return call;
    }

    List<CompletableFuture<LmOutcome>> open() {
      return calls;
    }

    @Override
    public void close() {}
  }

  /** Counts how often it is asked for a place. */
  private static final class Places implements Admission {
    private final CallsInFlight limit;
    private int asked;

    Places(int most) {
      limit = new CallsInFlight(most);
    }

    @Override
    public long tryStart(ChatRequest request, long now) {
      asked++;
      return limit.tryStart(request, now);
    }

    @Override
    public void notStarted(ChatRequest request) {
      limit.notStarted(request);
    }

    @Override
    public void ended(ChatRequest request, LmOutcome outcome, long started, long now) {
      limit.ended(request, outcome, started, now);
    }
  }

  private static ChatRequest expendable(int maxAttempts) {
    return request(maxAttempts).within(Allowance.ofAttempts(maxAttempts).asExpendable());
  }
}
