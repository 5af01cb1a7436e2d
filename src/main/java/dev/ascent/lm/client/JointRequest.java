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
 * that may pass is everybody's, who retry by themselves. Only where it is not known whether the
 * model gives so many, it may be their number that the server fails at, which is then found out by
 * asking alone.
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
    return switch (fault.kind()) {
      case TOO_LONG -> true;
      case REJECTED -> !support.isProven(questions.size());
      default -> !support.isProven(questions.size()) && mayBeForTheirNumber(fault);
    };
  }

  /** A server that asks to wait, or was not asked, says nothing of their number. */
  private boolean mayBeForTheirNumber(LmOutcome.Fault fault) {
    int madeEach = (fault.usage().requests() + questions.size() - 1) / questions.size();
    return fault.kind().isRetryable()
        && fault.kind() != FaultKind.THROTTLED
        && fault.retryAfter().isZero()
        && madeEach > 0
        && questions.stream()
            .allMatch(question -> question.request().allowance().attempts() > madeEach);
  }

  /** What fails together and is answered alone may have failed for their number. */
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
                  if (result instanceof LmOutcome.Answer) {
                    learnFrom(fault.kind());
                  }
                  learned.complete(null);
                });
  }

  private void learnFrom(FaultKind together) {
    if (together == FaultKind.REJECTED) {
      support.refused(questions.size());
    } else if (together.isRetryable()) {
      support.failed(questions.size());
    }
  }
}
