package dev.ascent.lm.client;

import dev.ascent.core.rollout.Usage;
import dev.ascent.lm.FaultKind;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One request for the answers to several questions of the same prompt. Each gets an answer of its
 * own and its part of what they took. Those for whom there is no answer are asked alone; a fault
 * that may pass is everybody's, who retry by themselves.
 */
final class JointRequest {
  private final List<SampledQuestion> questions;
  private final LanguageModel model;
  private final SampleSupport support;
  private final CompletableFuture<Void> learned = new CompletableFuture<>();

  /**
   * @param questions at least two
   * @param support learns what the model gives
   */
  JointRequest(List<SampledQuestion> questions, LanguageModel model, SampleSupport support) {
    this.questions = questions;
    this.model = model;
    this.support = support;
  }

  /** Sends it; the future ends when all that can be learned of the model's support is learned. */
  CompletableFuture<Void> send() {
    var unused = model.complete(SampledQuestion.joined(questions)).whenComplete(this::ended);
    return learned;
  }

  private void ended(LmOutcome outcome, Throwable bug) {
    if (bug != null) {
      questions.forEach(question -> question.outcome().completeExceptionally(bug));
    } else if (outcome instanceof LmOutcome.Answer answer) {
      support.gave(Math.min(answer.texts().size(), questions.size()), questions.size());
      handOut(answer);
    } else if (isForAskingAlone((LmOutcome.Fault) outcome)) {
      askAlone((LmOutcome.Fault) outcome);
      return;
    } else {
      handOut((LmOutcome.Fault) outcome);
    }
    learned.complete(null);
  }

  private void handOut(LmOutcome.Answer answer) {
    List<Usage> shares = answer.usage().split(questions.size());
    for (int i = 0; i < questions.size(); i++) {
      SampledQuestion question = questions.get(i);
      if (i < answer.texts().size()) {
        question.outcome().complete(new LmOutcome.Answer(answer.texts().get(i), shares.get(i)));
      } else {
        question.askAlone(model, shares.get(i));
      }
    }
  }

  private void handOut(LmOutcome.Fault fault) {
    List<Usage> shares = fault.usage().split(questions.size());
    for (int i = 0; i < questions.size(); i++) {
      questions
          .get(i)
          .outcome()
          .complete(
              new LmOutcome.Fault(
                  fault.kind(), fault.message(), shares.get(i), fault.retryAfter()));
    }
  }

  /** Whether a single question might do better: the field {@code n} makes the body longer, too. */
  private boolean isForAskingAlone(LmOutcome.Fault fault) {
    return fault.kind() == FaultKind.TOO_LONG
        || (fault.kind() == FaultKind.REJECTED && !support.isProven(questions.size()));
  }

  /** What is refused together and answered alone was refused for their number. */
  private void askAlone(LmOutcome.Fault fault) {
    List<Usage> shares = fault.usage().split(questions.size());
    for (int i = 0; i < questions.size(); i++) {
      questions.get(i).askAlone(model, shares.get(i));
    }
    var unused =
        questions
            .get(0)
            .outcome()
            .whenComplete(
                (result, bug) -> {
                  if (fault.kind() == FaultKind.REJECTED && result instanceof LmOutcome.Answer) {
                    support.refused(questions.size());
                  }
                  learned.complete(null);
                });
  }
}
