package dev.ascent.core.decision;

import dev.ascent.core.algorithm.Algorithm;
import dev.ascent.core.algorithm.Algorithms;
import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.budget.Cost;
import dev.ascent.core.budget.Lease;
import dev.ascent.core.budget.LeaseWish;
import dev.ascent.core.budget.Spend;
import dev.ascent.core.budget.UtcDay;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pause;
import dev.ascent.core.pool.PauseKind;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.pool.StepCounts;
import dev.ascent.core.pool.Verdict;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.task.TaskDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What minibatches lead to. */
final class StepDecisions {
  /** A step on fewer examples than this teaches too little for its rollouts. */
  private static final int SMALLEST_STEP = 4;

  /** So many rollouts do not all fail by chance. */
  private static final int TELLING_ROLLOUTS = 8;

  private static final int MANY_FAULTS = 16;
  private static final double OFTEN = 0.2;

  /** Before the model is tried again after its first outage; each further one doubles it. */
  private static final Duration FIRST_WAIT = Duration.ofMinutes(1);

  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final int MOST_DOUBLINGS = 6;

  private final Pool pool;
  private final Instant now;
  private final long day;
  private final TaskDefinition definition;
  private final Algorithm algorithm;

  StepDecisions(Pool pool, Instant now) {
    this.pool = pool;
    this.now = now;
    this.day = UtcDay.of(now);
    this.definition = pool.definition();
    this.algorithm = Algorithms.of(definition);
  }

  /** Leave to spend, or what follows where nothing is left to spend. */
  List<Change> lease(PoolEvent.LeaseWanted wanted) {
    boolean isStep = wanted.purpose() == Minibatch.Purpose.STEP;
    Phase phase = isStep ? Phase.SEARCHING : Phase.SELECTING;
    if (!pool.isActive() || pool.phase() != phase || pool.ledger().isOpen(wanted.minibatch())) {
      return List.of();
    }
    if (definition.budget().limitsTokens() && wanted.promptTokens() == Long.MAX_VALUE) {
      // It was asked for when tokens were not limited yet, and will be asked for again.
      return List.of();
    }
    int each = isStep ? algorithm.rolloutsPerExample(pool) : pool.finalists().size();
    SearchBudget budget = new SearchBudget(pool, algorithm, day);
    Cost left = isStep ? budget.leftForSteps() : budget.leftForSelection();
    // What a call costs at worst in tokens is so much that few examples may be all there is.
    boolean few = !isStep || definition.budget().limitsTokens();
    int least = few ? 1 : Math.min(SMALLEST_STEP, wanted.examples());
    LeaseWish wish =
        new LeaseWish(
            wanted.minibatch(),
            wanted.examples(),
            each,
            definition.callProfiles(),
            isStep ? definition.optimizer().candidates() : 0,
            definition.reflectionLm(),
            wanted.promptTokens());
    Optional<Lease> offer = wish.offer(left, least);
    if (offer.isPresent()) {
      return List.of(new Change.Leased(offer.get()));
    }
    if (isUnderWay()) {
      // It may return some of its lease; its end asks again.
      return List.of();
    }
    if (!definition.isBounded()) {
      return List.of(
          new CapPause(pool, wish, least, day, cap -> SearchBudget.keptForWatch(definition, cap))
              .find()
              .orElseThrow()
              .change());
    }
    return isStep ? endSearch(pool) : choose(pool);
  }

  /**
   * Whether there are leases that end by themselves; a stream's round may wait for its examples.
   */
  private boolean isUnderWay() {
    Attempt attempt = pool.attempt();
    return pool.ledger().open().stream()
        .filter(lease -> !Pool.isLive(lease))
        .map(Lease::id)
        .anyMatch(id -> definition.isBounded() || attempt == null || !id.equals(attempt.roundId()));
  }

  /** What the pool learns from a minibatch. */
  List<Change> conclude(StepOutcome outcome) {
    Minibatch minibatch = outcome.manifest().minibatch();
    if (!pool.ledger().isOpen(minibatch.id())) {
      return List.of();
    }
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Settled(minibatch.id(), spend(outcome), day));
    if (!outcome.manifest().definition().isComparableWith(definition)) {
      return changes;
    }
    if (outcome.isBarren()) {
      if (!tellsOfTheModel(outcome)) {
        changes.add(new Change.Stepped(minibatch.id(), counts(outcome, List.of())));
      } else if (pool.isActive() && asksTheSame(outcome)) {
        changes.add(outage(outcome).change());
      }
      return changes;
    }
    if (minibatch.purpose() == Minibatch.Purpose.STEP) {
      List<Change> learned = learn(outcome.without(pool.forgotten()));
      changes.addAll(learned);
      changes.add(new Change.Stepped(minibatch.id(), counts(outcome, learned)));
    } else {
      changes.add(new Change.Credited(outcome.sampled()));
    }
    changes.addAll(next(Replay.preview(pool, changes), minibatch));
    if (!outcome.systemicFault().isEmpty()
        && reflectsWithTheSame(outcome)
        && searchesOn(Replay.preview(pool, changes))) {
      changes.add(Pause.of(PauseKind.FAULT, outcome.systemicFault()).change());
    }
    return changes;
  }

  private List<Change> learn(StepOutcome usable) {
    return usable.isBarren() ? List.of() : algorithm.conclude(pool, usable);
  }

  /** Whether rollouts ask the models, each in the same way, that a minibatch's did. */
  private boolean asksTheSame(StepOutcome outcome) {
    TaskDefinition before = outcome.manifest().definition();
    return before.programProfiles().equals(definition.programProfiles());
  }

  /** Whether strategies ask the model, in the same way, that a minibatch's did. */
  private boolean reflectsWithTheSame(StepOutcome outcome) {
    TaskDefinition before = outcome.manifest().definition();
    return before.reflectionLm().equals(definition.reflectionLm());
  }

  /** Whether strategies will ask their model again. */
  private static boolean searchesOn(Pool after) {
    return after.isActive() && after.phase() == Phase.SEARCHING;
  }

  /** What a rollout says that came after its minibatch was done with. */
  List<Change> credit(ScoredRollout late) {
    return late.isScored()
            && pool.holds(late.program())
            && !pool.forgotten().hasRecord(late.example())
        ? algorithm.creditLate(late)
        : List.of();
  }

  /** What the pool, as it will be, calls for next. */
  private List<Change> next(Pool after, Minibatch minibatch) {
    if (after.phase() == Phase.RETIRED) {
      return List.of();
    }
    if (!definition.isBounded()) {
      return new AttemptDecisions(after, day).challenge();
    }
    if (minibatch.purpose() == Minibatch.Purpose.SELECTION) {
      boolean last = minibatch.following() == 0 && after.ledger().open().isEmpty();
      return last ? choose(after) : List.of();
    }
    int steps = definition.optimizer().steps();
    boolean ended = steps > 0 && after.counts().steps() >= steps;
    boolean idle = after.ledger().open().isEmpty();
    return ended && idle && after.phase() == Phase.SEARCHING ? endSearch(after) : List.of();
  }

  private List<Change> endSearch(Pool at) {
    List<String> finalists = algorithm.finalists(at);
    return finalists.size() > 1
        ? List.of(new Change.Entered(Phase.SELECTING, finalists))
        : choose(at);
  }

  private List<Change> choose(Pool at) {
    Verdict verdict = algorithm.choose(at);
    return verdict.program().equals(at.start())
        ? List.of(new Change.Judged(verdict))
        : new AttemptDecisions(at, day).validate(verdict);
  }

  /**
   * Whether a minibatch without answers means that the model does not answer. A small one may have
   * met faults by chance, unless there are too many of them by now, or it was to show whether the
   * model answers again.
   */
  private boolean tellsOfTheModel(StepOutcome outcome) {
    if (pool.outages() > 0) {
      return true;
    }
    int faults = pool.counts().faults() + outcome.faults();
    boolean isOften = faults >= MANY_FAULTS && faults >= OFTEN * pool.ledger().total().rollouts();
    return outcome.sampled().size() + outcome.missing() >= TELLING_ROLLOUTS || isOften;
  }

  /** A stream tries again, at growing intervals; who waits for a bounded search decides. */
  private Pause outage(StepOutcome outcome) {
    Pause pause = Pause.of(PauseKind.OUTAGE, barren(outcome));
    return definition.isBounded() ? pause : pause.until(now.plus(wait(pool.outages())));
  }

  /** The wait after an outage that others came before. */
  private static Duration wait(int before) {
    Duration doubled = FIRST_WAIT.multipliedBy(1L << Math.min(before, MOST_DOUBLINGS));
    return doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
  }

  /** Why a minibatch without answers pauses the task. */
  private String barren(StepOutcome outcome) {
    String what =
        pool.counts().steps() == 0
            ? "not one rollout was answered: "
            : "not one rollout of the last minibatch was answered: ";
    return what + outcome.fault();
  }

  private static Spend spend(StepOutcome outcome) {
    // What never came back may have cost all that it was allowed.
    Cost unseen = outcome.manifest().lease().costOf(outcome.missing());
    return Spend.of(outcome.rolloutUsage(), outcome.reflectionUsage())
        .plus(Spend.unconfirmed(unseen));
  }

  private static StepCounts counts(StepOutcome outcome, List<Change> learned) {
    int accepted = (int) learned.stream().filter(Change.Joined.class::isInstance).count();
    return new StepCounts(
        1, outcome.proposals().size(), outcome.declined(), accepted, outcome.faults());
  }
}
