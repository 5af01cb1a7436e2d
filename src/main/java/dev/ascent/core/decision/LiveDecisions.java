package dev.ascent.core.decision;

import dev.ascent.core.budget.Cost;
import dev.ascent.core.budget.Lease;
import dev.ascent.core.budget.LeaseWish;
import dev.ascent.core.budget.Spend;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.rollout.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a stream's champion is watched with, and what its live scores lead to. */
final class LiveDecisions {
  private final Pool pool;
  private final long day;

  LiveDecisions(Pool pool, long day) {
    this.pool = pool;
    this.day = day;
  }

  /**
   * Leave to have the champion answer a batch. What is kept back for this is left when the search
   * has spent its part, so that a cap's pause does not end it; half of that is for tests.
   */
  List<Change> lease(PoolEvent.LeaseWanted wanted) {
    if (!pool.maySpendKept()
        || pool.definition().isBounded()
        || !wanted.minibatch().equals(pool.liveBatch())
        || pool.ledger().isOpen(wanted.minibatch())) {
      return List.of();
    }
    if (pool.definition().budget().limitsTokens() && wanted.promptTokens() == Long.MAX_VALUE) {
      // It was asked for when tokens were not limited yet, and will be asked for again.
      return List.of();
    }
    Cost left = SearchBudget.leftForWatch(pool, day);
    LeaseWish wish =
        new LeaseWish(
            wanted.minibatch(),
            wanted.examples(),
            1,
            pool.definition().callProfiles(),
            0,
            pool.definition().reflectionLm(),
            wanted.promptTokens());
    return wish.offer(left, 1)
        .map(lease -> List.<Change>of(new Change.Leased(lease)))
        .orElse(List.of());
  }

  /** What a batch of the champion's scores leads to. */
  List<Change> conclude(LiveOutcome outcome) {
    Optional<Lease> lease = pool.ledger().open(outcome.batch());
    if (lease.isEmpty()) {
      return List.of();
    }
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Settled(outcome.batch(), spend(outcome, lease.get()), day));
    changes.add(new Change.Watched(outcome.epoch(), outcome.scores(), outcome.logged()));
    Pool watched = Replay.preview(pool, changes);
    if (watched.live().isFallen() && pool.phase() != Phase.RETIRED) {
      changes.add(new Change.Alarmed(new AlarmDecisions(watched, day).alarm()));
      changes.addAll(new AlarmDecisions(Replay.preview(pool, changes), day).next());
    }
    return changes;
  }

  private static Spend spend(LiveOutcome outcome, Lease lease) {
    return Spend.of(outcome.usage(), Usage.NONE)
        .plus(Spend.unconfirmed(lease.costOf(outcome.missing())));
  }
}
