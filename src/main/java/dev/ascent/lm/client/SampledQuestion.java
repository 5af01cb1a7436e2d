package dev.ascent.lm.client;

import dev.ascent.core.rollout.Usage;
import dev.ascent.lm.Allowance;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.FaultKind;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A question that may be asked together with others of the same prompt.
 *
 * @param request for one answer
 * @param outcome that its caller waits for
 */
record SampledQuestion(ChatRequest request, CompletableFuture<LmOutcome> outcome) {

  SampledQuestion(ChatRequest request) {
    this(request, new CompletableFuture<>());
  }

  /** Equal for questions that one request can ask. */
  ChatRequest likeness() {
    return request.within(request.allowance().withAttempts(1).until(Instant.MAX));
  }

  /** One request for the answers to all of these, within what each of them allows. */
  static ChatRequest joined(List<SampledQuestion> questions) {
    List<ChatRequest> requests = questions.stream().map(SampledQuestion::request).toList();
    return requests
        .get(0)
        .withAlike(1)
        .withSamples(requests.size())
        .within(requests.stream().map(ChatRequest::allowance).reduce(Allowance::and).orElseThrow());
  }

  /**
   * Asks for this one's answer alone, which then is its outcome.
   *
   * @param spent on it before
   */
  void askAlone(LanguageModel model, Usage spent) {
    int left = request.allowance().attempts() - spent.requests();
    if (left < 1) {
      outcome.complete(
          new LmOutcome.Fault(
              FaultKind.TRANSIENT, "the server gave fewer answers than it was asked for", spent));
      return;
    }
    CompletableFuture<LmOutcome> asked = model.complete(request.withAlike(1).withAttempts(left));
    var unused = asked.whenComplete((result, bug) -> end(result, bug, spent));
  }

  private void end(LmOutcome result, Throwable bug, Usage spent) {
    if (bug == null) {
      outcome.complete(result.plusUsage(spent));
    } else {
      outcome.completeExceptionally(bug);
    }
  }
}
