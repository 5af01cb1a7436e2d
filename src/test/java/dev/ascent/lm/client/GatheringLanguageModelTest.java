package dev.ascent.lm.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.rollout.Usage;
import dev.ascent.lm.Allowance;
import dev.ascent.lm.ChatMessage;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.FaultKind;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import dev.ascent.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GatheringLanguageModelTest {
  private static final int MOST = 8;

  private final VirtualTime time = new VirtualTime();
  private final Server server = new Server();
  private final SampleSupport support = new SampleSupport(MOST);
  private final GatheringLanguageModel model = new GatheringLanguageModel(server, support, time);

  @Test
  void alikeQuestionsAreAskedInOneRequestAndEachGetsItsAnswerAndItsShare() {
    List<CompletableFuture<LmOutcome>> outcomes = ask("p", 3, 3);

    assertThat(server.sampleCounts()).containsExactly(3);
    server.answer(0, new Usage(3, 10, 7, 3, 4, 0, 0), "a", "b", "c");

    assertThat(texts(outcomes)).containsExactly("a", "b", "c");
    assertThat(outcomes.stream().map(outcome -> outcome.join().usage()))
        .containsExactly(
            new Usage(1, 4, 3, 1, 2, 0, 0),
            new Usage(1, 3, 2, 1, 1, 0, 0),
            new Usage(1, 3, 2, 1, 1, 0, 0));
  }

  @Test
  void aQuestionThatNobodyElseAsksGoesStraightOn() {
    ask("p", 1, 1);
    assertThat(server.sampleCounts()).containsExactly(1);
  }

  @Test
  void greedyQuestionsAreNotJoinedAsTheirAnswersWouldBeTheSame() {
    for (int i = 0; i < 2; i++) {
      CompletableFuture<LmOutcome> unused = model.complete(request("p", 0.0, 4).withAlike(2));
    }
    assertThat(server.sampleCounts()).containsExactly(1, 1);
  }

  @Test
  void questionsOfAnotherPromptTemperatureOrBoundAreNotJoined() {
    for (ChatRequest request :
        List.of(
            request("p", 1.0, 4),
            request("q", 1.0, 4),
            request("p", 0.5, 4),
            request("p", 1.0, 4).within(new Allowance(4, 900, Instant.MAX)))) {
      CompletableFuture<LmOutcome> unused = model.complete(request.withAlike(2));
    }
    assertThat(server.sampleCounts()).isEmpty();

    time.run(GatheringLanguageModel.LINGER);

    assertThat(server.sampleCounts()).containsExactly(1, 1, 1, 1);
  }

  @Test
  void whoeverDoesNotComeIsWaitedForOnlyAMoment() {
    ask("p", 5, 2);
    time.run(GatheringLanguageModel.LINGER.minusNanos(1));
    assertThat(server.sampleCounts()).isEmpty();

    time.run(Duration.ofNanos(1));

    assertThat(server.sampleCounts()).containsExactly(2);
  }

  @Test
  void aRequestMayTakeWhatEachOfItsQuestionsAllows() {
    CompletableFuture<LmOutcome> unused = model.complete(request("p", 1.0, 4).withAlike(2));
    CompletableFuture<LmOutcome> unusedToo =
        model.complete(
            request("p", 1.0, 2)
                .withAlike(2)
                .within(Allowance.ofAttempts(2).until(time.instant().plusSeconds(9))));

    ChatRequest joint = server.calls.get(0).request;
    assertThat(joint.allowance().attempts()).isEqualTo(2);
    assertThat(joint.allowance().deadline()).isEqualTo(time.instant().plusSeconds(9));
  }

  @Test
  void aFaultThatMayPassIsEverybodysToRetry() {
    List<CompletableFuture<LmOutcome>> outcomes = ask("p", 3, 3);

    server.end(0, FaultKind.THROTTLED, new Usage(3, 0, 0, 0));

    assertThat(outcomes)
        .allSatisfy(
            outcome ->
                assertThat(outcome)
                    .isCompletedWithValue(
                        new LmOutcome.Fault(
                            FaultKind.THROTTLED, "THROTTLED", new Usage(1, 0, 0, 0))));
    assertThat(support.most()).as("nothing was learned").isEqualTo(MOST);
  }

  @Test
  void whatFailsTwiceTogetherAndIsAnsweredAloneIsAskedForInSmallerNumbers() {
    for (FaultKind kind :
        List.of(FaultKind.TRANSIENT, FaultKind.UNREACHABLE, FaultKind.TIMED_OUT)) {
      SampleSupport learned = new SampleSupport(MOST);
      Server failing = new Server();
      GatheringLanguageModel asking = new GatheringLanguageModel(failing, learned, time);
      for (int trial = 0; trial < 2; trial++) {
        assertThat(learned.most()).as("once is chance").isEqualTo(MOST);
        CompletableFuture<LmOutcome> one = asking.complete(request("p", 1.0, 2).withAlike(2));
        CompletableFuture<LmOutcome> other = asking.complete(request("p", 1.0, 2).withAlike(2));
        failing.end(3 * trial, kind, new Usage(2, 0, 0, 0));
        failing.answer(3 * trial + 1, new Usage(1, 9, 2, 0), "a");
        failing.answer(3 * trial + 2, new Usage(1, 9, 2, 0), "b");
        assertThat(texts(List.of(one, other))).containsExactly("a", "b");
        assertThat(one.join().usage().requests()).isEqualTo(2);
      }
      assertThat(failing.sampleCounts()).containsExactly(2, 1, 1, 2, 1, 1);
      assertThat(learned.most()).isEqualTo(1);
    }
  }

  @Test
  void failuresWithAnAnswerToSeveralBetweenThemAreChance() {
    ask("p", 2, 2);
    server.end(0, FaultKind.TRANSIENT, new Usage(2, 0, 0, 0));
    server.answer(1, new Usage(1, 9, 2, 0), "a");
    ask("q", 2, 2);
    server.answer(3, new Usage(2, 9, 2, 0), "a", "b");
    ask("r", 3, 3);
    server.end(4, FaultKind.TRANSIENT, new Usage(3, 0, 0, 0));
    server.answer(5, new Usage(1, 9, 2, 0), "a");

    assertThat(support.most()).isEqualTo(MOST);
  }

  @Test
  void aServerThatIsDownForSingleQuestionsTooSaysNothingOfTheirNumber() {
    for (int trial = 0; trial < 3; trial++) {
      ask("p", 2, 2);
      server.end(3 * trial, FaultKind.UNREACHABLE, new Usage(2, 0, 0, 0));
      server.end(3 * trial + 1, FaultKind.UNREACHABLE, new Usage(1, 0, 0, 0));
      server.end(3 * trial + 2, FaultKind.UNREACHABLE, new Usage(1, 0, 0, 0));
    }
    assertThat(server.sampleCounts()).containsExactly(2, 1, 1, 2, 1, 1, 2, 1, 1);
    assertThat(support.most()).isEqualTo(MOST);
  }

  @Test
  void whereNoAttemptIsLeftOrTheServerAsksToWaitNobodyIsAskedAloneAtOnce() {
    List<CompletableFuture<LmOutcome>> outcomes = new ArrayList<>(ask("p", 2, 2));
    server.end(0, FaultKind.TRANSIENT, new Usage(8, 0, 0, 0));
    outcomes.addAll(ask("q", 2, 2));
    server
        .calls
        .get(1)
        .outcome
        .complete(
            new LmOutcome.Fault(
                FaultKind.TRANSIENT, "busy", new Usage(2, 0, 0, 0), Duration.ofSeconds(9)));

    assertThat(server.sampleCounts()).containsExactly(2, 2);
    assertThat(outcomes).allMatch(outcome -> outcome.join() instanceof LmOutcome.Fault);
  }

  @Test
  void whereTheServerGivesOneAnswerTheOthersAreAskedForAloneAndItIsRemembered() {
    List<CompletableFuture<LmOutcome>> outcomes = ask("p", 3, 3);
    server.answer(0, new Usage(3, 9, 2, 0), "a");
    assertThat(server.sampleCounts()).containsExactly(3, 1, 1);
    assertThat(server.calls.get(1).request.allowance().attempts()).isEqualTo(3);
    server.answer(1, new Usage(1, 9, 2, 0), "b");
    server.answer(2, new Usage(1, 9, 2, 0), "c");

    assertThat(texts(outcomes)).containsExactly("a", "b", "c");
    assertThat(outcomes.get(1).join().usage().requests()).isEqualTo(2);

    ask("q", 3, 3);
    assertThat(server.sampleCounts()).containsExactly(3, 1, 1, 1, 1, 1);
  }

  @Test
  void whatIsRefusedTogetherAndAnsweredAloneHalvesWhatIsAskedFor() {
    ask("p", 4, 4);
    server.end(0, FaultKind.REJECTED, new Usage(4, 0, 0, 0));
    assertThat(server.sampleCounts()).containsExactly(4, 1, 1, 1, 1);
    server.answer(1, new Usage(1, 9, 2, 0), "a");

    ask("q", 4, 4);
    assertThat(server.sampleCounts()).containsExactly(4, 1, 1, 1, 1, 2);
    server.end(5, FaultKind.REJECTED, new Usage(2, 0, 0, 0));
    assertThat(support.most()).as("nothing is known before one is answered alone").isEqualTo(2);
    server.answer(6, new Usage(1, 9, 2, 0), "a");

    assertThat(support.most()).isEqualTo(1);
  }

  @Test
  void aPromptThatIsRefusedAloneTooSaysNothingOfTheServer() {
    List<CompletableFuture<LmOutcome>> outcomes = ask("p", 2, 2);
    server.end(0, FaultKind.REJECTED, new Usage(2, 0, 0, 0));
    server.end(1, FaultKind.REJECTED, new Usage(1, 0, 0, 0));
    server.end(2, FaultKind.REJECTED, new Usage(1, 0, 0, 0));

    assertThat(outcomes).allMatch(outcome -> outcome.join() instanceof LmOutcome.Fault);
    assertThat(support.most()).isEqualTo(MOST);

    ask("q", 2, 2);
    assertThat(server.sampleCounts()).containsExactly(2, 1, 1, 2);
  }

  @Test
  void aPromptThatOnlyTheirNumberMakesTooLongIsAskedAlone() {
    support.gave(2, 2);
    ask("p", 2, 2);
    server.end(0, FaultKind.TOO_LONG, Usage.NONE);
    assertThat(server.sampleCounts()).containsExactly(2, 1, 1);
    assertThat(support.most()).isEqualTo(MOST);
  }

  @Test
  void othersWaitForTheFirstTrialAndThenAskTogether() {
    ask("p", 2, 2);
    ask("q", 2, 2);
    assertThat(server.sampleCounts()).as("one tries").containsExactly(2);

    server.answer(0, new Usage(2, 9, 2, 0), "a", "b");

    assertThat(server.sampleCounts()).containsExactly(2, 2);
  }

  @Test
  void nobodyWaitsLongForATrialThatHangs() {
    ask("p", 2, 2);
    ask("q", 2, 2);

    time.run(GatheringLanguageModel.PATIENCE);

    assertThat(server.sampleCounts()).containsExactly(2, 1, 1);
  }

  @Test
  void nobodyWaitsForASecondTrialWhenTheFirstSaidNothing() {
    for (String prompt : List.of("p", "q", "r")) {
      ask(prompt, 2, 2);
    }

    server.end(0, FaultKind.THROTTLED, new Usage(2, 0, 0, 0));

    assertThat(server.sampleCounts()).containsExactly(2, 1, 1, 1, 1);
    ask("s", 2, 2);
    assertThat(server.sampleCounts()).as("the next one tries again").endsWith(1, 2);
  }

  @Test
  void aQuestionWithoutASecondAttemptTriesNothingOut() {
    for (int i = 0; i < 2; i++) {
      CompletableFuture<LmOutcome> unused = model.complete(request("p", 1.0, 1).withAlike(2));
    }
    assertThat(server.sampleCounts()).containsExactly(1, 1);
  }

  @Test
  void moreQuestionsThanOneRequestMayHoldAreSpreadEvenly() {
    support.gave(MOST, MOST);
    ask("p", 10, 10);
    assertThat(server.sampleCounts()).containsExactly(5, 5);
  }

  @Test
  void closingEndsQuestionsThatWait() {
    ask("tried", 2, 2);
    List<CompletableFuture<LmOutcome>> waiting = new ArrayList<>(ask("p", 2, 2));
    waiting.addAll(ask("q", 3, 2));

    model.close();

    assertThat(waiting).allMatch(outcome -> outcome.join() instanceof LmOutcome.Fault);
    assertThat(ask("r", 2, 1)).allMatch(CompletableFuture::isDone);
  }

  private List<CompletableFuture<LmOutcome>> ask(String prompt, int alike, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> model.complete(request(prompt, 1.0, 4).withAlike(alike)))
        .toList();
  }

  private static List<String> texts(List<CompletableFuture<LmOutcome>> outcomes) {
    return outcomes.stream().map(outcome -> ((LmOutcome.Answer) outcome.join()).text()).toList();
  }

  private static ChatRequest request(String prompt, double temperature, int maxAttempts) {
    return new ChatRequest(
        "small",
        List.of(ChatMessage.user(prompt)),
        temperature,
        null,
        List.of(),
        Allowance.ofAttempts(maxAttempts));
  }

  /** Leaves its calls open for the test to end; after closing it ends them at once. */
  private static final class Server implements LanguageModel {
    private final List<Call> calls = new ArrayList<>();
    private boolean closed;

    @Override
    public CompletableFuture<LmOutcome> complete(ChatRequest request) {
      Call call = new Call(request, new CompletableFuture<>());
      calls.add(call);
      if (closed) {
        end(calls.size() - 1, FaultKind.UNREACHABLE, Usage.NONE);
      }
      return call.outcome;
    }

    List<Integer> sampleCounts() {
      return calls.stream().map(call -> call.request.samples()).toList();
    }

    void answer(int call, Usage usage, String... texts) {
      calls.get(call).outcome.complete(new LmOutcome.Answer(List.of(texts), usage));
    }

    void end(int call, FaultKind kind, Usage usage) {
      calls.get(call).outcome.complete(new LmOutcome.Fault(kind, kind.name(), usage));
    }

    @Override
    public void close() {
      closed = true;
      for (int i = 0; i < calls.size(); i++) {
        end(i, FaultKind.UNREACHABLE, Usage.NONE);
      }
    }

    private record Call(ChatRequest request, CompletableFuture<LmOutcome> outcome) {}
  }
}
