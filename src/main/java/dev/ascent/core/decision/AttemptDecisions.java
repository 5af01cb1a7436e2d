package dev.ascent.core.decision;

import dev.ascent.core.algorithm.TrainingComparison;
import dev.ascent.core.budget.Cost;
import dev.ascent.core.budget.Lease;
import dev.ascent.core.budget.LeaseWish;
import dev.ascent.core.budget.Spend;
import dev.ascent.core.guard.PromptCaps;
import dev.ascent.core.guard.UnsafePrompt;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Refusal;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.pool.Verdict;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.promotion.BettingEProcess;
import dev.ascent.core.promotion.CanaryAnswers;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.BudgetSettings;
import dev.ascent.core.task.PromotionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is tested on holdout examples, and what follows from it. */
final class AttemptDecisions {
  private static final int FIRST_ROUND_PAIRS = 8;

  /** Of a round's pairs: the largest rounds have 64. */
  private static final int MOST_DOUBLINGS = 3;

  /**
   * So many minibatches a stream's leader answers before it is tested, as the first one flatters a
   * program that took the lead by it.
   */
  private static final int SETTLED_MINIBATCHES = 3;

  /** As few rollouts as tell two programs apart. */
  private static final int LEAST_SETTLED = TrainingComparison.ENOUGH_PAIRS;

  /** Enough for minibatches of any size. */
  private static final int MOST_SETTLED = 2 * LEAST_SETTLED;

  /**
   * Steps of the search for each test of a period, so that a weak leader that looks better than a
   * weaker champion does not take one of the few tests, and their examples, minutes before a better
   * one is found.
   */
  private static final int STEPS_PER_TEST = 8;

  /** Of a period's tests, how many are kept for those that an alarm calls for. */
  private static final double RETESTS_SHARE = 0.25;

  private static final int MOST_RETESTS = 3;

  private static final double MOST_PAIRS_SHARE = 0.2;
  private static final int LEAST_PAIRS = 1;

  /** After so many rounds a canary that faults is taken for one that cannot be answered. */
  private static final int MOST_CANARY_ROUNDS = 3;

  private final Pool pool;
  private final long day;
  private final PromotionPolicy policy;

  AttemptDecisions(Pool pool, long day) {
    this.pool = pool;
    this.day = day;
    this.policy = pool.definition().promotion();
  }

  /**
   * The one attempt of a bounded search, which may spend all of alpha; without holdout examples the
   * verdict stands untested.
   */
  List<Change> validate(Verdict verdict) {
    Optional<String> refusal = refusal(verdict.program());
    if (refusal.isPresent()) {
      return refuse(verdict.program(), refusal.get());
    }
    if (pool.definition().dataset().holdout() == 0) {
      return List.of(new Change.Judged(verdict));
    }
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Entered(Phase.VALIDATING, List.of(verdict.program())));
    List<Change> opened = open(Attempt.Purpose.CHALLENGE, verdict.program(), policy.alpha());
    if (opened.isEmpty()) {
      return List.of(new Change.Judged(verdict));
    }
    changes.addAll(opened);
    return changes;
  }

  /**
   * Tests a stream's leader, where it looks better than the champion and may be tested, or goes on
   * with a test that waits for its lease. None is tested while people keep the champion or have one
   * to approve, or while earlier programs are tested for an alarm.
   */
  List<Change> challenge() {
    String champion = pool.champion().program();
    if (pool.attempt() != null) {
      return resume();
    }
    if (!pool.isActive()
        || pool.isPinned()
        || pool.awaiting() != null
        || new AlarmDecisions(pool, day).isTesting()
        || !mayTest()
        || pool.leader().equals(champion)
        || pool.isRefused(pool.leader(), day)
        || pool.pooled(pool.leader()).rollouts() < settledRollouts()
        || !TrainingComparison.looksBetter(pool.pooled(pool.leader()), pool.pooled(champion))) {
      return List.of();
    }
    return refusal(pool.leader())
        .map(reason -> refuse(pool.leader(), reason))
        .orElseGet(() -> open(Attempt.Purpose.CHALLENGE, pool.leader(), policy.alphaPerAttempt()));
  }

  private int settledRollouts() {
    int rollouts = SETTLED_MINIBATCHES * pool.definition().optimizer().minibatchSize();
    return Math.max(LEAST_SETTLED, Math.min(rollouts, MOST_SETTLED));
  }

  /** Why the program must not be promoted, whatever it is worth. */
  Optional<String> refusal(String program) {
    return PromptCaps.of(pool.definition().optimizer())
        .refusal(pool.program(program))
        .or(() -> UnsafePrompt.refusal(policy, pool.program(program)));
  }

  private boolean mayTest() {
    int share = Math.max(1, (int) (RETESTS_SHARE * policy.attemptsPerPeriod()));
    int kept = policy.attemptsPerPeriod() == 1 ? 0 : Math.min(MOST_RETESTS, share);
    return testsBefore() < policy.attemptsPerPeriod() - kept
        && pool.counts().steps() >= STEPS_PER_TEST * (testsBefore() + 1);
  }

  /** Whether the period has a test left for an earlier program. */
  boolean mayRetest() {
    return testsBefore() < policy.attemptsPerPeriod();
  }

  /** Tests of the present period. */
  private int testsBefore() {
    boolean renewed = day >= pool.periodStart() + policy.periodDays();
    return renewed ? 0 : pool.attempts();
  }

  /** Begins a test against the champion; nothing where there is no leave to spend on it. */
  List<Change> open(Attempt.Purpose purpose, String challenger, double alpha) {
    Attempt attempt =
        Attempt.open(
                Attempt.id(pool.version() + 1),
                challenger,
                pool.champion().program(),
                alpha,
                policy.minGain(),
                FIRST_ROUND_PAIRS)
            .as(purpose);
    return lease(attempt)
        .map(lease -> List.<Change>of(new Change.Attempted(attempt, true, day), lease))
        .orElse(List.of());
  }

  /** What a round of the attempt would spend; nothing as long as that is not known. */
  private Optional<LeaseWish> wish(Attempt attempt) {
    BudgetSettings caps = pool.definition().budget();
    // The holdout's examples are not known here; they are like those that steps had leases for.
    long promptTokens = caps.limitsTokens() ? pool.ledger().promptTokens() : Long.MAX_VALUE;
    return promptTokens == 0
        ? Optional.empty()
        : Optional.of(
            new LeaseWish(
                attempt.roundId(),
                attempt.pairsWanted(),
                2,
                pool.definition().callProfiles(),
                0,
                pool.definition().reflectionLm(),
                promptTokens));
  }

  private Optional<Change> lease(Attempt attempt) {
    Cost left = pool.ledger().left(pool.definition().budget(), day);
    return wish(attempt)
        .flatMap(wish -> wish.offer(left.minus(keptForCanaries(attempt, left)), least(attempt)))
        .map(lease -> new Change.Leased(lease));
  }

  /** A bounded search, which waits for no other day, keeps back what its canaries take. */
  private Cost keptForCanaries(Attempt attempt, Cost left) {
    int canaries = policy.canaries().size();
    if (!pool.definition().isBounded() || attempt.isOnCanaries() || canaries == 0) {
      return Cost.NONE;
    }
    return wish(attempt.onCanaries(canaries))
        .flatMap(wish -> wish.offer(left, canaries))
        .map(Lease::charge)
        .orElse(Cost.NONE);
  }

  /** A test may go on with few pairs, and a challenger has to answer every canary. */
  private static int least(Attempt attempt) {
    return attempt.isOnCanaries() ? attempt.pairsWanted() : LEAST_PAIRS;
  }

  /**
   * Asks again, under another number, for the round that was lost with the job that had its lease.
   */
  List<Change> restart() {
    Attempt attempt = pool.attempt();
    List<Change> changes = new ArrayList<>();
    goOn(changes, attempt, attempt.next(List.of(), 0, attempt.pairsWanted()));
    return changes;
  }

  /** Asks for the round that waits for its lease, if one does. */
  List<Change> resume() {
    Attempt attempt = pool.attempt();
    if (attempt == null || !maySpendOn(attempt) || pool.ledger().isOpen(attempt.roundId())) {
      return List.of();
    }
    Optional<Change> lease = lease(attempt);
    if (lease.isPresent()) {
      return List.of(lease.get());
    }
    return pool.definition().isBounded() ? end(attempt, attempt) : pauseForCap(attempt);
  }

  /** What a round of pairs leads to. */
  List<Change> conclude(RoundOutcome outcome) {
    String round = Attempt.roundId(outcome.attempt(), outcome.round());
    Optional<Lease> lease = pool.ledger().open(round);
    if (lease.isEmpty()) {
      return List.of();
    }
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Settled(round, spend(outcome, lease.get()), day));
    Attempt attempt = pool.attempt();
    if (attempt == null || !attempt.roundId().equals(round)) {
      return changes;
    }
    if (attempt.isOnCanaries()) {
      changes.addAll(concludeCanaries(changes, attempt, outcome.canaries()));
      return changes;
    }
    Attempt next =
        attempt
            .next(
                outcome.differences(),
                outcome.dropped(),
                outcome.faults(),
                pairsAfter(attempt.round()))
            .measured(outcome.level(), outcome.costs());
    Evidence evidence = Evidence.of(next);
    if (pool.phase() == Phase.RETIRED) {
      changes.add(new Change.Concluded(attempt.id(), evidence));
    } else if (next.faultsMoreOften()) {
      changes.addAll(refuse(next, "it faults more often than the champion"));
    } else if (next.isProven() && refusal(attempt.challenger()).isPresent()) {
      // The task may be defined otherwise since the test began.
      changes.addAll(refuse(next, refusal(attempt.challenger()).orElseThrow()));
    } else if (next.isProven() && !policy.canaries().isEmpty()) {
      Attempt last = next.onCanaries(policy.canaries().size());
      new AttemptDecisions(Replay.preview(pool, changes), day).goOn(changes, attempt, last);
    } else if (next.isProven()) {
      changes.addAll(promote(next));
    } else if (outcome.exhausted() || isOver(next)) {
      changes.addAll(end(attempt, next));
    } else {
      new AttemptDecisions(Replay.preview(pool, changes), day).goOn(changes, attempt, next);
    }
    return changes;
  }

  /** Rounds grow, as each takes its time and a test that has gone on for long needs many pairs. */
  private static int pairsAfter(int rounds) {
    return FIRST_ROUND_PAIRS << Math.min(rounds / 2, MOST_DOUBLINGS);
  }

  private List<Change> promote(Attempt proven) {
    Evidence evidence = Evidence.of(proven);
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Concluded(proven.id(), evidence));
    changes.addAll(
        policy.approval() && !pool.definition().isBounded()
            ? List.of(new Change.Awaited(proven.challenger(), evidence))
            : new ChampionDecisions(pool).promote(proven.challenger(), evidence));
    judgeIfBounded(changes, proven, evidence);
    return changes;
  }

  /** What a round on canaries leads to, after the changes that it led to already. */
  private List<Change> concludeCanaries(
      List<Change> before, Attempt attempt, CanaryAnswers answers) {
    List<Change> changes = new ArrayList<>();
    if (pool.phase() == Phase.RETIRED) {
      changes.add(new Change.Concluded(attempt.id(), Evidence.of(attempt)));
    } else if (!answers.failures().isEmpty()) {
      changes.addAll(refuse(attempt, answers.failures().get(0)));
    } else if (answers.unanswered() == 0 && attempt.pairsWanted() >= policy.canaries().size()) {
      Optional<String> refusal = refusal(attempt.challenger());
      changes.addAll(refusal.isPresent() ? refuse(attempt, refusal.get()) : promote(attempt));
    } else if (attempt.canaryRounds() < MOST_CANARY_ROUNDS) {
      Attempt again = attempt.onCanaries(policy.canaries().size());
      new AttemptDecisions(Replay.preview(pool, before), day).goOn(changes, attempt, again);
    } else {
      changes.addAll(refuse(attempt, "not all of its canaries were answered"));
    }
    return changes;
  }

  /**
   * Asks for the next round. Where nothing is left for it a bounded search's attempt ends, and a
   * stream's waits until its caps allow it or the task goes on.
   */
  private void goOn(List<Change> changes, Attempt attempt, Attempt next) {
    Optional<Change> lease = maySpendOn(next) ? lease(next) : Optional.empty();
    if (lease.isPresent()) {
      changes.add(new Change.Attempted(next, false, day));
      changes.add(lease.get());
    } else if (pool.isActive() && pool.definition().isBounded()) {
      changes.addAll(end(attempt, next));
    } else {
      changes.add(new Change.Attempted(next, false, day));
      changes.addAll(pauseForCap(next));
    }
  }

  private boolean maySpendOn(Attempt attempt) {
    return attempt.purpose() == Attempt.Purpose.RETEST ? pool.maySpendKept() : pool.isActive();
  }

  /** Pauses where a cap is in the way and nothing is under way that may return some of it. */
  private List<Change> pauseForCap(Attempt waiting) {
    if (!pool.isActive() || !pool.ledger().open().stream().allMatch(Pool::isLive)) {
      return List.of();
    }
    return wish(waiting)
        .flatMap(wish -> new CapPause(pool, wish, least(waiting), day, cap -> Cost.NONE).find())
        .map(pause -> List.of(pause.change()))
        .orElse(List.of());
  }

  private List<Change> end(Attempt attempt, Attempt after) {
    if (after.isOnCanaries()) {
      return refuse(after, "no budget is left to ask its canaries");
    }
    Evidence evidence = Evidence.of(after);
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Concluded(attempt.id(), evidence));
    judgeIfBounded(changes, attempt, evidence);
    return changes;
  }

  /** Ends an attempt whose challenger must not be promoted, whatever was proven. */
  private List<Change> refuse(Attempt attempt, String reason) {
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Concluded(attempt.id(), Evidence.of(attempt)));
    changes.addAll(refuse(attempt.challenger(), reason));
    return changes;
  }

  /** Keeps a program from being promoted; a bounded search then ends with its start. */
  private List<Change> refuse(String program, String reason) {
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Refused(new Refusal(program, reason, day)));
    if (pool.definition().isBounded()) {
      changes.add(new Change.Judged(new Verdict(pool.start(), Evidence.start())));
    }
    return changes;
  }

  private void judgeIfBounded(List<Change> changes, Attempt attempt, Evidence evidence) {
    if (pool.definition().isBounded()) {
      changes.add(new Change.Judged(new Verdict(attempt.challenger(), evidence)));
    }
  }

  private boolean isOver(Attempt attempt) {
    BettingEProcess process = attempt.evidenceSoFar();
    if (pool.definition().isBounded()) {
      Long cap = pool.definition().budget().tightest().rollouts();
      int rolloutsOfPair = 2 * pool.definition().callsPerRun();
      return cap != null && rolloutsOfPair * process.size() >= MOST_PAIRS_SHARE * cap;
    }
    return process.size() >= Attempt.MOST_PAIRS
        || process.eValueBelow(policy.minGain()) >= Attempt.FUTILE_E_VALUE;
  }

  private static Spend spend(RoundOutcome outcome, Lease lease) {
    return Spend.of(outcome.usage(), Usage.NONE)
        .plus(Spend.unconfirmed(lease.costOf(outcome.missing())));
  }
}
