package dev.ascent.core.decision;

import dev.ascent.core.pool.Awaiting;
import dev.ascent.core.pool.Champion;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Refusal;
import dev.ascent.core.promotion.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What people decide about a champion. Asking for what is so already changes nothing. */
final class ChampionDecisions {
  private final Pool pool;

  ChampionDecisions(Pool pool) {
    this.pool = pool;
  }

  /**
   * Keeps the present champion, or makes an earlier one the champion again and keeps it. A test
   * that is under way ends, and a challenger that waits for approval goes.
   *
   * @param epoch of the champion to keep, or null for the present one
   */
  List<Change> pin(Long epoch) {
    if (epoch != null && epoch != pool.champion().epoch()) {
      return rollBack(epoch);
    }
    return pool.isPinned() ? List.of() : pinned();
  }

  List<Change> unpin() {
    return pool.isPinned() ? List.of(new Change.Pinned(false)) : List.of();
  }

  /**
   * Makes an earlier champion the present one again, under a new epoch, and keeps it: otherwise the
   * one that people rejected might be proven better once more. Where the present champion is that
   * same program, published again since, it is kept as it is.
   *
   * @param epoch of the earlier champion, or null for the latest that is another program
   */
  List<Change> rollBack(Long epoch) {
    Champion present = pool.champion();
    Optional<Champion> earlier =
        pool.champions().stream()
            .filter(
                champion ->
                    epoch == null
                        ? !champion.pooled().equals(present.program())
                        : champion.epoch() == epoch)
            .filter(champion -> pool.holds(champion.pooled()))
            .reduce((first, second) -> second);
    if (earlier.isEmpty()) {
      return List.of();
    }
    if (earlier.get().pooled().equals(present.program())) {
      return pin(null);
    }
    List<Change> changes = new ArrayList<>();
    changes.add(
        new Change.Promoted(
            present.epoch() + 1, earlier.get().pooled(), earlier.get().evidenceNow()));
    changes.addAll(pinned());
    return changes;
  }

  private List<Change> pinned() {
    List<Change> changes = new ArrayList<>();
    if (pool.attempt() != null) {
      changes.add(new Change.Concluded(pool.attempt().id(), Evidence.of(pool.attempt())));
    }
    changes.add(new Change.Pinned(true));
    return changes;
  }

  /**
   * Promotes the challenger that waits for it, if it is the one that is meant, and if it is within
   * its caps as they are by now.
   */
  List<Change> approve(String program, long day) {
    Awaiting awaiting = pool.awaiting();
    if (awaiting == null || !awaiting.program().equals(program)) {
      return List.of();
    }
    return new AttemptDecisions(pool, day)
        .refusal(program)
        .map(reason -> List.<Change>of(new Change.Refused(new Refusal(program, reason, day))))
        .orElseGet(() -> promote(program, awaiting.evidence()));
  }

  /**
   * Makes a program the champion that was proven better. Where it was one before, what the search
   * has measured since holds no longer, and it begins again.
   */
  List<Change> promote(String program, Evidence evidence) {
    Change promoted = new Change.Promoted(pool.champion().epoch() + 1, program, evidence);
    boolean isReturning =
        pool.champions().stream().anyMatch(champion -> champion.pooled().equals(program));
    return isReturning ? List.of(promoted, new Change.Unlearned()) : List.of(promoted);
  }
}
