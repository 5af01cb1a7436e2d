package dev.ascent.pipeline.propose;

import dev.ascent.core.algorithm.Algorithms;
import dev.ascent.core.algorithm.Draft;
import dev.ascent.core.algorithm.ProposalResult;
import dev.ascent.core.budget.Cost;
import dev.ascent.core.guard.CopiedRule;
import dev.ascent.core.guard.UnsafePrompt;
import dev.ascent.core.guard.UnsharedWords;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.strategy.Preparation;
import dev.ascent.core.strategy.Proposal;
import dev.ascent.core.strategy.Strategy;
import dev.ascent.core.strategy.StrategyContext;
import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.ProgramProfiles;
import dev.ascent.lm.Question;
import dev.ascent.lm.QuestionOutcome;
import dev.ascent.lm.prompt.ChatFormat;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.rollout.ModelAccess;
import dev.ascent.pipeline.rollout.ModelFunction;
import dev.ascent.pipeline.share.RareWords.Taught;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.streaming.api.functions.async.ResultFuture;

/**
 * The propose stage: lets a strategy make a candidate, asking the model for it where the strategy
 * wants that. Every request yields exactly one result.
 */
public final class ProposeFunction extends ModelFunction<ProposeRequest, ProposalElement> {
  private static final long serialVersionUID = 1L;

  public ProposeFunction(AscentSettings settings, ModelAccess access) {
    super(settings, access);
  }

  @Override
  public void asyncInvoke(ProposeRequest request, ResultFuture<ProposalElement> result) {
    CompletableFuture<ProposalResult> unused =
        propose(request)
            .whenComplete(
                (proposal, failure) ->
                    result.complete(
                        List.of(
                            element(
                                request, failure == null ? proposal : defect(request, failure)))));
  }

  /** The model may have been asked and have answered before. */
  private static ProposalResult defect(ProposeRequest request, Throwable failure) {
    String reason = broken(request.definition().task(), "strategy", failure);
    return declined(request.draft(), reason, worst(request));
  }

  private static Usage worst(ProposeRequest request) {
    int attempts = request.lease().reflectionAttempts();
    Cost most = request.lease().reflection().times(attempts);
    return Usage.unconfirmed(attempts, most.tokens(), most.usd());
  }

  private ProposalElement element(ProposeRequest request, ProposalResult proposal) {
    return new ProposalElement(
        request.definition().task(),
        request.minibatch(),
        null,
        -1,
        proposal,
        settings().callDeadline().toMillis());
  }

  private CompletableFuture<ProposalResult> propose(ProposeRequest request) {
    Draft draft = request.draft();
    if (isReplayed(request.owner())) {
      return CompletableFuture.completedFuture(
          declined(draft, "the job started again", Usage.NONE));
    }
    try {
      Strategy strategy = Algorithms.of(request.definition()).strategy(draft.strategy());
      StrategyContext context =
          new StrategyContext(
              draft.source(), request.bucket(), request.lowScore(), request.highScore());
      Preparation preparation = strategy.prepare(context);
      if (preparation instanceof Preparation.Ready ready) {
        return CompletableFuture.completedFuture(proposed(request, ready.candidate(), Usage.NONE));
      } else if (preparation instanceof Preparation.Ask ask) {
        return question(request)
            .ask(
                ask.signature(),
                ask.inputs(),
                allowance(
                        request.lease().reflectionAttempts(),
                        request.lease().reflectionPromptTokens(),
                        ProgramProfiles.of(request.definition().reflectionLm()))
                    .asExpendable())
            .thenApply(outcome -> complete(request, context, outcome));
      }
      String reason = ((Preparation.Declined) preparation).reason();
      return CompletableFuture.completedFuture(declined(draft, reason, Usage.NONE));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Question question(ProposeRequest request) {
    LmProfile lm = request.definition().reflectionLm();
    return new Question(model(lm), new ChatFormat(), lm);
  }

  private ProposalResult complete(
      ProposeRequest request, StrategyContext context, QuestionOutcome outcome) {
    Draft draft = request.draft();
    if (outcome instanceof QuestionOutcome.Answered answered) {
      Proposal proposal =
          Algorithms.of(request.definition())
              .strategy(draft.strategy())
              .complete(context, answered.outputs());
      return proposal instanceof Proposal.Proposed made
          ? proposed(request, made.candidate(), outcome.usage())
          : declined(draft, ((Proposal.Declined) proposal).reason(), outcome.usage());
    }
    QuestionOutcome.Unanswered unanswered = (QuestionOutcome.Unanswered) outcome;
    ProposalResult declined = declined(draft, unanswered.reason(), unanswered.usage());
    return declined.withSystemicFault(unanswered.systemicFault());
  }

  private ProposalResult proposed(ProposeRequest request, Program candidate, Usage usage) {
    Draft draft = request.draft();
    return Algorithms.of(request.definition())
        .refusal(candidate)
        .or(() -> UnsafePrompt.refusal(request.definition().promotion(), candidate))
        .or(() -> strangersText(request, candidate))
        .map(reason -> declined(draft, reason, usage))
        .orElseGet(
            () ->
                new ProposalResult(
                    draft, candidate.descendedFrom(List.of(draft.parent())), "", usage));
  }

  /** What of a text that anybody may have written must not get into a program. */
  private Optional<String> strangersText(ProposeRequest request, Program candidate) {
    Program source = request.draft().source();
    Example example = request.bucket().example();
    boolean trusted = request.definition().isTrusted();
    Optional<String> unshared =
        trusted && settings().rareWords().taught() != Taught.NEVER
            ? Optional.empty()
            : UnsharedWords.refusal(source, candidate, example);
    return trusted ? unshared : unshared.or(() -> CopiedRule.refusal(source, candidate, example));
  }

  /** A draft whose source has lost demos is a candidate even where the strategy adds nothing. */
  private static ProposalResult declined(Draft draft, String reason, Usage usage) {
    Program changed =
        draft.isChanged() ? draft.source().descendedFrom(List.of(draft.parent())) : null;
    return new ProposalResult(draft, changed, reason, usage);
  }

  /** The stage's own default would fail the job. */
  @Override
  public void timeout(ProposeRequest request, ResultFuture<ProposalElement> result) {
    result.complete(
        List.of(
            element(
                request,
                declined(request.draft(), "the model did not answer in time", worst(request)))));
  }
}
