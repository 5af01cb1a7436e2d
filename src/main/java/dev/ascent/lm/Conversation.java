package dev.ascent.lm;

import dev.ascent.core.program.Signature;
import dev.ascent.core.rollout.Usage;
import dev.ascent.lm.prompt.ParsedAnswer;
import dev.ascent.lm.prompt.PromptFormat;
import dev.ascent.lm.prompt.PromptSize;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Asks a model and reads its answer. One that cannot be read is asked for once more, with the error
 * shown: the conversation goes on, so that all that was sent before stays byte-identical.
 *
 * <p>The second try spends the request's allowance of attempts and nothing else, and stays within
 * its limit of the prompt. Where either leaves no room for it, there is none.
 */
final class Conversation {
  private final LanguageModel model;
  private final PromptFormat format;

  Conversation(LanguageModel model, PromptFormat format) {
    this.model = model;
    this.format = format;
  }

  /** How it ended. */
  sealed interface Ending {

    /** What all of it took. */
    Usage usage();

    /**
     * An answer was read.
     *
     * @param outputs by field name
     * @param usage what all of it took
     */
    record Read(Map<String, String> outputs, Usage usage) implements Ending {}

    /**
     * No answer could be read.
     *
     * @param answer the last one
     * @param reason names the field and what was expected
     * @param usage what all of it took
     */
    record Unreadable(String answer, String reason, Usage usage) implements Ending {}

    /**
     * There was no answer.
     *
     * @param kind why
     * @param message for people
     * @param usage what all of it took
     */
    record Unanswered(FaultKind kind, String message, Usage usage) implements Ending {}
  }

  /** Asks for the outputs of a signature that the request's prompt shows. */
  CompletableFuture<Ending> ask(ChatRequest request, Signature signature) {
    return model
        .complete(request)
        .thenApply(outcome -> read(request, signature, outcome))
        .thenCompose(
            ending ->
                ending instanceof Ending.Unreadable unreadable
                    ? askAgain(request, signature, unreadable)
                    : CompletableFuture.completedFuture(ending));
  }

  private CompletableFuture<Ending> askAgain(
      ChatRequest request, Signature signature, Ending.Unreadable first) {
    int attempts = request.allowance().attempts() - first.usage().requests();
    List<ChatMessage> messages =
        format.renderAgain(request.messages(), signature, first.answer(), first.reason());
    if (attempts < 1 || PromptSize.ofMessages(messages) > request.allowance().promptTokens()) {
      return CompletableFuture.completedFuture(first);
    }
    ChatRequest again = request.withMessages(messages).withAlike(1).withAttempts(attempts);
    return model
        .complete(again)
        .thenApply(outcome -> outcome.plusUsage(first.usage()))
        .thenApply(outcome -> isTooLong(outcome) ? first : read(again, signature, outcome));
  }

  /** Sizes are estimated here and measured when a body is written; nothing was sent then. */
  private static boolean isTooLong(LmOutcome outcome) {
    return outcome instanceof LmOutcome.Fault fault && fault.kind() == FaultKind.TOO_LONG;
  }

  private Ending read(ChatRequest request, Signature signature, LmOutcome outcome) {
    if (outcome instanceof LmOutcome.Fault fault) {
      return new Ending.Unanswered(fault.kind(), fault.message(), fault.usage());
    }
    String answer = ((LmOutcome.Answer) outcome).text();
    ParsedAnswer parsed = format.parse(signature, answer);
    if (parsed instanceof ParsedAnswer.Complete complete) {
      return new Ending.Read(complete.outputs(), outcome.usage());
    }
    if (request.purpose() == ChatRequest.Purpose.ROLLOUT) {
      model.unreadable();
    }
    String reason = ((ParsedAnswer.Unparsable) parsed).reason();
    return new Ending.Unreadable(answer, reason, outcome.usage());
  }
}
