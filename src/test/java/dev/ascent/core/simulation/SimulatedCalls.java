package dev.ascent.core.simulation;

import dev.ascent.core.algorithm.Algorithms;
import dev.ascent.core.algorithm.Draft;
import dev.ascent.core.algorithm.ProposalResult;
import dev.ascent.core.bucket.Bucket;
import dev.ascent.core.bucket.RankedBuckets;
import dev.ascent.core.metric.Metrics;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.strategy.Preparation;
import dev.ascent.core.strategy.Proposal;
import dev.ascent.core.strategy.Strategy;
import dev.ascent.core.strategy.StrategyContext;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.lm.Allowance;
import dev.ascent.lm.ProgramRunner;
import dev.ascent.lm.Question;
import dev.ascent.lm.QuestionOutcome;
import dev.ascent.lm.Rollouts;
import dev.ascent.lm.json.JacksonFieldReader;
import dev.ascent.lm.prompt.ChatFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The two kinds of calls that a search makes: rollouts and proposals. */
final class SimulatedCalls {
  private static final int ATTEMPTS_PER_PROPOSAL = 3;

  private final TaskDefinition definition;
  private final Rollouts rollouts;
  private final Question question;
  private final List<SearchTrace.Made> made = new ArrayList<>();

  SimulatedCalls(TaskDefinition definition, SimulatedModel model) {
    this.definition = definition;
    ChatFormat format = new ChatFormat();
    this.rollouts =
        new Rollouts(
            new ProgramRunner(profile -> model, format, definition.programProfiles(), List.of()),
            Metrics.create(definition.metric(), new JacksonFieldReader()),
            () -> Instant.EPOCH);
    this.question = new Question(model, format, definition.reflectionLm());
  }

  /** All rollouts so far. */
  List<SearchTrace.Made> made() {
    return made;
  }

  Rollout rollout(
      SearchTrace.Purpose purpose,
      RolloutKey key,
      Program program,
      Example example,
      Double temperature,
      int maxAttempts) {
    Rollout rollout =
        rollouts.run(key, program, example, temperature, Allowance.ofAttempts(maxAttempts)).join();
    made.add(new SearchTrace.Made(purpose, program, rollout));
    return rollout;
  }

  ProposalResult propose(Draft draft, Bucket bucket, RankedBuckets ranked) {
    Strategy strategy = Algorithms.of(definition).strategy(draft.strategy());
    StrategyContext context =
        new StrategyContext(draft.source(), bucket, ranked.lowScore(), ranked.highScore());
    Preparation preparation = strategy.prepare(context);
    if (preparation instanceof Preparation.Ready ready) {
      return proposed(draft, ready.candidate(), Usage.NONE);
    } else if (preparation instanceof Preparation.Ask ask) {
      QuestionOutcome outcome =
          question
              .ask(ask.signature(), ask.inputs(), Allowance.ofAttempts(ATTEMPTS_PER_PROPOSAL))
              .join();
      return complete(strategy, context, draft, outcome);
    }
    return declined(draft, ((Preparation.Declined) preparation).reason(), Usage.NONE);
  }

  private ProposalResult complete(
      Strategy strategy, StrategyContext context, Draft draft, QuestionOutcome outcome) {
    if (outcome instanceof QuestionOutcome.Answered answered) {
      Proposal proposal = strategy.complete(context, answered.outputs());
      return proposal instanceof Proposal.Proposed found
          ? proposed(draft, found.candidate(), outcome.usage())
          : declined(draft, ((Proposal.Declined) proposal).reason(), outcome.usage());
    }
    return declined(draft, ((QuestionOutcome.Unanswered) outcome).reason(), outcome.usage());
  }

  private ProposalResult proposed(Draft draft, Program candidate, Usage usage) {
    Optional<String> refusal = Algorithms.of(definition).refusal(candidate);
    if (refusal.isPresent()) {
      return declined(draft, refusal.get(), usage);
    }
    return new ProposalResult(draft, candidate.descendedFrom(List.of(draft.parent())), "", usage);
  }

  private static ProposalResult declined(Draft draft, String reason, Usage usage) {
    Program changed =
        draft.isChanged() ? draft.source().descendedFrom(List.of(draft.parent())) : null;
    return new ProposalResult(draft, changed, reason, usage);
  }
}
