package dev.ascent.core.pool;

import dev.ascent.core.budget.UtcDay;
import dev.ascent.core.drift.ScoreLevel;
import dev.ascent.core.lesson.Knowledge;
import dev.ascent.core.program.Program;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.core.rollout.ScoredRollout;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Applies journal entries: the only place where a pool changes.
 *
 * <p>Pure and total: the same entries in the same order give the same pool in every operator, so
 * nobody has to ask who decided. An entry applies only if its version follows the pool's and its
 * writer owns the task; the first entry at a version wins and later ones are void. An entry of a
 * new owner applies from anyone, which is how a restarted job shuts out the one before it.
 */
public final class Replay {
  /** Of so many refused programs it stays known that they are. */
  private static final int MOST_REFUSALS = 20;

  private Replay() {}

  /** What the entry makes of the pool. */
  public static Replayed apply(Pool pool, JournalEntry entry) {
    if (entry.version() <= pool.version()) {
      return new Replayed.Ignored("version " + entry.version() + " is taken");
    }
    boolean isSnapshot = entry.changes().stream().anyMatch(Change.Snapshot.class::isInstance);
    boolean follows = entry.version() == pool.version() + 1;
    if (!follows && !isSnapshot) {
      return new Replayed.Gap(pool.version() + 1, entry.version());
    }
    boolean takesOver = entry.changes().stream().anyMatch(Change.Owned.class::isInstance);
    if (follows && pool.isOpen() && !takesOver && !entry.owner().equals(pool.owner())) {
      return new Replayed.Ignored("its writer " + entry.owner() + " does not own the task");
    }
    Pool changed = preview(pool, entry.changes());
    return new Replayed.Applied(PoolEdit.of(changed).version(entry.version()).done());
  }

  /**
   * The pool as the changes will leave it, its version unchanged; for decisions that build on it.
   */
  public static Pool preview(Pool pool, List<Change> changes) {
    Pool changed = pool;
    for (Change change : changes) {
      changed = apply(changed, change);
    }
    return changed;
  }

  private static Pool apply(Pool pool, Change change) {
    PoolEdit edit = PoolEdit.of(pool);
    if (change instanceof Change.Defined defined) {
      return define(pool, defined);
    } else if (change instanceof Change.Owned owned) {
      edit.owner(owned.owner(), pool.version() + 1).ledger(pool.ledger().forfeit(owned.day()));
      if (!pool.isOpen()) {
        // All that a pool is stands in its first entry.
        edit.snapshotMillis(UtcDay.start(owned.day()).toEpochMilli());
      }
    } else if (change instanceof Change.DayBegan began) {
      edit.ledger(pool.ledger().begin(began.day()));
    } else if (change instanceof Change.Leased leased) {
      edit.ledger(pool.ledger().charge(leased.lease()));
    } else if (change instanceof Change.Settled settled) {
      edit.settledAt(pool.version() + 1)
          .ledger(pool.ledger().settle(settled.lease(), settled.used(), settled.day()));
    } else if (change instanceof Change.Credited credited) {
      edit.programs(credit(pool, credited.rollouts()));
    } else if (change instanceof Change.Joined joined) {
      edit.programs(join(pool, joined));
    } else if (change instanceof Change.Pruned pruned) {
      edit.programs(
          pool.programs().stream().filter(p -> !pruned.programs().contains(p.id())).toList());
    } else if (change instanceof Change.Won won) {
      edit.winners(append(pool.winners(), won.program()));
    } else if (change instanceof Change.Led led) {
      edit.leader(led.program());
    } else if (change instanceof Change.Studied studied) {
      edit.knowledge(pool.knowledge().plus(studied.addition()));
    } else if (change instanceof Change.Stepped stepped) {
      edit.counts(pool.counts().plus(stepped.counts())).outages(0);
    } else if (change instanceof Change.Entered entered) {
      edit.phase(entered.phase()).finalists(entered.finalists());
    } else if (change instanceof Change.Attempted attempted) {
      attempt(pool, edit, attempted);
    } else if (change instanceof Change.Concluded) {
      edit.attempt(null);
    } else if (change instanceof Change.Promoted promoted) {
      edit.steering(new Steering(pool.isPinned(), null))
          .live(pool.live().ofNew(promoted.evidence().level()))
          .champions(
              append(
                  pool.champions(),
                  new Champion(promoted.epoch(), promoted.program(), promoted.evidence())));
    } else if (change instanceof Change.Watched watched) {
      boolean isPresent = watched.epoch() == pool.champion().epoch();
      List<Double> scores = isPresent ? watched.scores() : List.of();
      edit.live(pool.live().watched(scores, isPresent ? watched.logged() : List.of()));
    } else if (change instanceof Change.Alarmed alarmed) {
      edit.live(pool.live().alarmed(alarmed.alarm()));
    } else if (change instanceof Change.Calmed) {
      edit.live(pool.live().calmed());
    } else if (change instanceof Change.Unlearned) {
      unlearn(pool, edit);
    } else if (change instanceof Change.Refused refused) {
      edit.refusals(refuse(pool, refused.refusal()));
      if (pool.awaiting() != null
          && pool.awaiting().program().equals(refused.refusal().program())) {
        edit.steering(new Steering(pool.isPinned(), null));
      }
    } else if (change instanceof Change.Awaited awaited) {
      edit.steering(
          new Steering(pool.isPinned(), new Awaiting(awaited.program(), awaited.evidence())));
    } else if (change instanceof Change.Pinned pinned) {
      edit.steering(new Steering(pinned.pinned(), null));
    } else if (change instanceof Change.Judged judged) {
      edit.verdict(judged.verdict()).phase(Phase.FINISHED);
    } else if (change instanceof Change.Paused paused) {
      boolean isOutage = paused.kind() == PauseKind.OUTAGE;
      edit.pause(new Pause(paused.kind(), paused.reason(), paused.untilMillis()))
          .outages(isOutage ? pool.outages() + 1 : pool.outages());
    } else if (change instanceof Change.Resumed) {
      edit.pause(null);
    } else if (change instanceof Change.Retired) {
      edit.phase(Phase.RETIRED).pause(null);
    } else if (change instanceof Change.Forgotten forgotten) {
      return new Oblivion(
              pool,
              pool.forgotten().plus(forgotten.records(), forgotten.authors(), pool.version() + 1))
          .applied();
    } else if (change instanceof Change.Readmitted readmitted) {
      edit.forgotten(pool.forgotten().readmitted(readmitted.authors()));
    } else if (change instanceof Change.Listened listened) {
      edit.heard(pool.heard().after(listened.topic(), listened.position()));
    } else if (change instanceof Change.Snapshot snapshot) {
      return PoolEdit.of(snapshot.pool()).snapshotMillis(snapshot.millis()).done();
    } else {
      throw new AssertionError("nothing applies a " + change.getClass().getName());
    }
    return edit.done();
  }

  /**
   * A definition with another program, model or metric makes all that was measured meaningless, so
   * that the search begins again; the account and the epochs go on.
   */
  private static Pool define(Pool pool, Change.Defined defined) {
    Program start = defined.definition().startProgram();
    PoolEdit edit = PoolEdit.of(pool).definition(defined.definition()).refusals(List.of());
    if (pool.isOpen() && pool.definition().isComparableWith(defined.definition())) {
      return edit.phase(pool.phase() == Phase.RETIRED ? Phase.SEARCHING : pool.phase()).done();
    }
    int epoch = pool.champions().isEmpty() ? 0 : pool.champion().epoch() + 1;
    return edit.phase(Phase.SEARCHING)
        .start(start.id())
        .programs(List.of(PooledProgram.unknown(start)))
        .winners(List.of(start.id()))
        .leader(start.id())
        .champions(append(pool.champions(), new Champion(epoch, start.id(), Evidence.start())))
        .counts(StepCounts.NONE)
        .knowledge(Knowledge.NONE)
        .steering(Steering.NONE)
        .finalists(List.of())
        .attempt(null)
        .verdict(null)
        .live(pool.live().ofNew(ScoreLevel.NONE))
        .done();
  }

  /** Champions stay known, so that they can be gone back to, and their scores do not. */
  private static void unlearn(Pool pool, PoolEdit edit) {
    Set<String> known = new HashSet<>(Set.of(pool.start()));
    pool.champions().forEach(champion -> known.add(champion.pooled()));
    edit.programs(
            pool.programs().stream()
                .filter(pooled -> known.contains(pooled.id()))
                .map(pooled -> PooledProgram.unknown(pooled.program()))
                .toList())
        .winners(List.of(pool.start()))
        .leader(pool.champion().program())
        .knowledge(pool.knowledge().untried(pool.program(pool.champion().program())));
  }

  private static List<PooledProgram> credit(Pool pool, List<ScoredRollout> rollouts) {
    return pool.programs().stream().map(program -> program.credited(rollouts)).toList();
  }

  private static List<PooledProgram> join(Pool pool, Change.Joined joined) {
    if (!pool.holds(joined.program().id())) {
      PooledProgram added = PooledProgram.unknown(joined.program()).evaluated(joined.scores());
      return append(pool.programs(), added);
    }
    return pool.programs().stream()
        .map(p -> p.id().equals(joined.program().id()) ? p.evaluated(joined.scores()) : p)
        .toList();
  }

  private static List<Refusal> refuse(Pool pool, Refusal refusal) {
    List<Refusal> others =
        pool.refusals().stream()
            .filter(earlier -> !earlier.program().equals(refusal.program()))
            .toList();
    return append(
        others.subList(Math.max(0, others.size() + 1 - MOST_REFUSALS), others.size()), refusal);
  }

  private static void attempt(Pool pool, PoolEdit edit, Change.Attempted attempted) {
    edit.attempt(attempted.attempt());
    if (attempted.opened()) {
      edit.live(pool.live().without(attempted.attempt().challenger()));
      int periodDays = pool.definition().promotion().periodDays();
      boolean renewed = pool.attempts() == 0 || attempted.day() >= pool.periodStart() + periodDays;
      edit.attempts(renewed ? 1 : pool.attempts() + 1)
          .periodStart(renewed ? attempted.day() : pool.periodStart());
    }
  }

  private static <T> List<T> append(List<T> items, T item) {
    return Stream.concat(items.stream(), Stream.of(item)).toList();
  }
}
