package dev.ascent.core.decision;

import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.program.Program;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.promotion.Evidence;
import java.util.ArrayList;
import java.util.List;

/**
 * What is deleted where people want records or authors forgotten. It is done whatever else holds: a
 * pin, a pause, and the task's end do not keep it off.
 */
final class ForgetDecisions {
  private final Pool pool;

  ForgetDecisions(Pool pool) {
    this.pool = pool;
  }

  /**
   * Forgets records and authors, in one entry: what was made from them leaves all programs, a test
   * of such a program ends, and what is left of the champion becomes the champion. Nothing where
   * all of them are forgotten, or where the examples are a file, which people have chosen.
   */
  List<Change> forget(List<String> records, List<String> authors) {
    if (pool.definition().isBounded() || pool.forgotten().hasAll(records, authors)) {
      return List.of();
    }
    List<Change> changes = new ArrayList<>();
    Change.Forgotten forgetting = new Change.Forgotten(records, authors);
    Pool after = Replay.preview(pool, List.of(forgetting));
    Attempt attempt = pool.attempt();
    if (attempt != null && after.attempt() == null) {
      changes.add(new Change.Concluded(attempt.id(), Evidence.of(attempt)));
    }
    changes.add(forgetting);
    Program champion = pool.program(pool.champion().program());
    if (after.forgotten().isIn(champion)) {
      changes.add(
          new Change.Promoted(
              pool.champion().epoch() + 1,
              after.forgotten().cleaned(champion).id(),
              Evidence.ofCleaned(champion.id())));
    }
    return changes;
  }

  /** Lets records of these authors come again. */
  List<Change> readmit(List<String> authors) {
    List<String> known = authors.stream().filter(pool.forgotten().authors()::containsKey).toList();
    return known.isEmpty() ? List.of() : List.of(new Change.Readmitted(known));
  }
}
