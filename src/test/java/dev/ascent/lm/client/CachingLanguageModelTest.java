package dev.ascent.lm.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.LmCache;
import dev.ascent.core.task.LmExtras;
import dev.ascent.lm.Allowance;
import dev.ascent.lm.ChatMessage;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.FaultKind;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import dev.ascent.testing.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CachingLanguageModelTest {
  private static final Usage SPENT = new Usage(1, 10, 5, 0.5);
  private static final LmOutcome FAULT =
      new LmOutcome.Fault(FaultKind.TRANSIENT, "busy", new Usage(2, 0, 0, 0));

  private final VirtualTime time = new VirtualTime();
  private final Server server = new Server();
  private final CachingLanguageModel model = cache(new LmCache(1, 60));

  @Test
  void aGreedyQuestionIsAnsweredOnceAndCostsNothingAgain() {
    assertThat(ask("p", 0.0, "yes").join()).isEqualTo(new LmOutcome.Answer("yes", SPENT));
    assertThat(model.complete(request("p", 0.0)).join())
        .isEqualTo(new LmOutcome.Answer("yes", Usage.NONE));
    assertThat(server.calls).hasSize(1);
  }

  @Test
  void samplesAreNeverShared() {
    for (Double temperature : new Double[] {0.1, 0.1, 1.0, 1.0, null, null}) {
      CompletableFuture<LmOutcome> unused = model.complete(request("p", temperature));
    }
    assertThat(server.calls).hasSize(6);
    server.calls.get(0).complete(new LmOutcome.Answer("yes", SPENT));
    assertThat(model.complete(request("p", 0.1))).isNotDone();
  }

  @Test
  void questionsThatDifferInPromptOrSettingsAreNotShared() {
    ChatRequest known = request("p", 0.0);
    ask("p", 0.0, "yes").join();
    for (ChatRequest other :
        List.of(
            request("q", 0.0),
            new ChatRequest(
                "large", known.messages(), 0.0, null, List.of(), Allowance.ofAttempts(3)),
            new ChatRequest("small", known.messages(), 0.0, 7, List.of(), Allowance.ofAttempts(3)),
            new ChatRequest(
                "small", known.messages(), 0.0, null, List.of("x"), Allowance.ofAttempts(3)))) {
      assertThat(model.complete(other)).isNotDone();
    }
  }

  @Test
  void allowancesAndDeadlinesAreNoPartOfTheQuestion() {
    ask("p", 0.0, "yes").join();
    ChatRequest again =
        request("p", 0.0).within(Allowance.ofAttempts(1).until(time.instant())).withAlike(4);
    assertThat(model.complete(again)).isCompleted();
  }

  @Test
  void aQuestionUnderWayIsShared() {
    CompletableFuture<LmOutcome> first = model.complete(request("p", 0.0));
    CompletableFuture<LmOutcome> second = model.complete(request("p", 0.0));
    assertThat(server.calls).hasSize(1);

    server.calls.get(0).complete(new LmOutcome.Answer("yes", SPENT));

    assertThat(first.join().usage()).isEqualTo(SPENT);
    assertThat(second.join()).isEqualTo(new LmOutcome.Answer("yes", Usage.NONE));
  }

  @Test
  void faultsAreNotKeptAndWhoWaitedForOneAsksForItself() {
    CompletableFuture<LmOutcome> first = model.complete(request("p", 0.0));
    CompletableFuture<LmOutcome> second = model.complete(request("p", 0.0));

    server.calls.get(0).complete(FAULT);
    assertThat(first).isCompletedWithValue(FAULT);
    assertThat(second).isNotDone();
    server.calls.get(1).complete(new LmOutcome.Answer("yes", SPENT));

    assertThat(second.join()).isEqualTo(new LmOutcome.Answer("yes", SPENT));
  }

  @Test
  void whoeverWaitedForAFaultAsksAtOnceAndNotOneAfterTheOther() {
    List<CompletableFuture<LmOutcome>> outcomes =
        IntStream.range(0, 4).mapToObj(i -> model.complete(request("p", 0.0))).toList();

    server.calls.get(0).complete(FAULT);
    assertThat(server.calls).hasSize(4);
    server.calls.get(1).complete(new LmOutcome.Answer("yes", SPENT));
    server.calls.get(2).complete(FAULT);
    server.calls.get(3).complete(FAULT);

    assertThat(outcomes).allMatch(CompletableFuture::isDone);
    assertThat(model.complete(request("p", 0.0)).join())
        .as("what was asked again is remembered")
        .isEqualTo(new LmOutcome.Answer("yes", Usage.NONE));
  }

  @Test
  void blankAnswersAreNeitherSharedNorRemembered() {
    CompletableFuture<LmOutcome> first = model.complete(request("p", 0.0));
    CompletableFuture<LmOutcome> second = model.complete(request("p", 0.0));

    server.calls.get(0).complete(new LmOutcome.Answer(" \n", SPENT));
    assertThat(first).isCompletedWithValue(new LmOutcome.Answer(" \n", SPENT));
    assertThat(second).isNotDone();
    server.calls.get(1).complete(new LmOutcome.Answer("", SPENT));

    assertThat(second).isCompletedWithValue(new LmOutcome.Answer("", SPENT));
    assertThat(model.complete(request("p", 0.0))).isNotDone();
  }

  @Test
  void aModelThatThrowsLeavesNoQuestionUnderWay() {
    IllegalStateException bug = new IllegalStateException("bug");
    server.bug = bug;
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> model.complete(request("p", 0.0)).join()).hasRootCause(bug);
    }
  }

  @Test
  void whoGivesUpEndsItForNobodyElse() {
    CompletableFuture<LmOutcome> first = model.complete(request("p", 0.0));
    CompletableFuture<LmOutcome> second = model.complete(request("p", 0.0));

    first.cancel(true);
    server.calls.get(0).complete(new LmOutcome.Answer("yes", SPENT));

    assertThat(second.join()).isEqualTo(new LmOutcome.Answer("yes", Usage.NONE));
  }

  @Test
  void answersAreForgottenInTime() {
    ask("p", 0.0, "yes").join();
    time.run(Duration.ofMinutes(59));
    assertThat(model.complete(request("p", 0.0))).isCompleted();
    time.run(Duration.ofMinutes(1));
    assertThat(model.complete(request("p", 0.0))).isNotDone();
  }

  @Test
  void noMoreIsKeptThanItsBound() {
    String large = "x".repeat(100_000);
    for (int i = 0; i < 50; i++) {
      ask("p" + i, 0.0, large).join();
    }
    int before = server.calls.size();
    for (int i = 0; i < 50; i++) {
      CompletableFuture<LmOutcome> unused = model.complete(request("p" + i, 0.0));
    }
    assertThat(server.calls.size() - before).isBetween(45, 49);
  }

  @Test
  void equalQuestionsFromSeveralThreadsAreAskedOnce() throws InterruptedException {
    int threads = 8;
    Thread answering = new Thread(server::answerUntilInterrupted);
    answering.start();
    List<Thread> callers = new ArrayList<>();
    List<CompletableFuture<LmOutcome>> outcomes = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < threads; i++) {
      int seed = i;
      Thread caller =
          new Thread(
              () -> {
                Random random = new Random(seed);
                for (int call = 0; call < 200; call++) {
                  outcomes.add(model.complete(request("p" + random.nextInt(20), 0.0)));
                }
              });
      callers.add(caller);
    }
    callers.forEach(Thread::start);
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(outcomes)
        .hasSize(threads * 200)
        .allMatch(outcome -> outcome.join() instanceof LmOutcome.Answer);
    answering.interrupt();
    answering.join();
    assertThat(server.calls).hasSize(20);
    assertThat(outcomes)
        .as("each is paid for once")
        .filteredOn(outcome -> outcome.join().usage().requests() > 0)
        .hasSize(20);
  }

  private CompletableFuture<LmOutcome> ask(String prompt, Double temperature, String answer) {
    CompletableFuture<LmOutcome> outcome = model.complete(request(prompt, temperature));
    server.calls.get(server.calls.size() - 1).complete(new LmOutcome.Answer(answer, SPENT));
    return outcome;
  }

  private CachingLanguageModel cache(LmCache bounds) {
    return new CachingLanguageModel(
        server, new RequestWriter(LmExtras.NONE)::write, bounds, time::nanos);
  }

  private static ChatRequest request(String prompt, Double temperature) {
    return new ChatRequest(
        "small",
        List.of(ChatMessage.user(prompt)),
        temperature,
        null,
        List.of(),
        Allowance.ofAttempts(3));
  }

  /** Leaves its calls open for the test, or another thread, to end. */
  private static final class Server implements LanguageModel {
    private final List<CompletableFuture<LmOutcome>> calls = new ArrayList<>();
    private final BlockingQueue<CompletableFuture<LmOutcome>> open = new LinkedBlockingQueue<>();
    private RuntimeException bug;

    @Override
    public synchronized CompletableFuture<LmOutcome> complete(ChatRequest request) {
      if (bug != null) {
        throw bug;
      }
      CompletableFuture<LmOutcome> call = new CompletableFuture<>();
      calls.add(call);
      open.add(call);
      return call;
    }

    void answerUntilInterrupted() {
      try {
        while (true) {
          open.take().complete(new LmOutcome.Answer("yes", SPENT));
        }
      } catch (InterruptedException over) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {}
  }
}
