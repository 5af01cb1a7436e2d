package dev.ascent.lm.client;

import static dev.ascent.testing.ScriptedLanguageModel.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoundedLanguageModelTest {
  private final PendingLanguageModel server = new PendingLanguageModel();

  @Test
  void callsBeyondTheBoundWaitInTheirOrder() {
    try (BoundedLanguageModel model = new BoundedLanguageModel(server, 2)) {
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
    BoundedLanguageModel model = new BoundedLanguageModel(server, 1);
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
    try (BoundedLanguageModel model = new BoundedLanguageModel(server, 1)) {
      List<CompletableFuture<LmOutcome>> outcomes =
          IntStream.range(0, 100_000).mapToObj(i -> model.complete(request("call"))).toList();
      server.answersAtOnce = true;
      server.pending.get(0).complete(answer("done"));
      assertThat(outcomes).allMatch(CompletableFuture::isDone);
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
    try (BoundedLanguageModel model = new BoundedLanguageModel(broken, 1)) {
      assertThat(model.complete(request("first"))).isCompletedExceptionally();
      assertThat(model.complete(request("second"))).isCompletedExceptionally();
    }
  }

  private static ChatRequest request(String name) {
    return new ChatRequest(name, List.of(), null, null, List.of(), 1);
  }

  /** Leaves its calls open for the test to complete. */
  private static final class PendingLanguageModel implements LanguageModel {
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
