package dev.ascent.core.algorithm.ascent;

import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.PooledProgram;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What programs of a pool are there for. */
final class Roles {
  private Roles() {}

  /**
   * The programs that are compared with the leader, the newest first: all that nothing else needs
   * where a race of arrangements may be run, or else the newest one of these.
   */
  static List<PooledProgram> challengers(Pool pool) {
    List<PooledProgram> challengers =
        new ArrayList<>(
            pool.programs().stream().filter(program -> !isNeeded(pool, program.id())).toList());
    Collections.reverse(challengers);
    return Race.isRun(pool.knowledge()) ? challengers : challengers.stream().limit(1).toList();
  }

  /** The newest challenger, if there is any. */
  static Optional<PooledProgram> challenger(Pool pool) {
    return challengers(pool).stream().findFirst();
  }

  /** Whether a program leads or something refers to it. */
  static boolean isNeeded(Pool pool, String id) {
    return id.equals(pool.leader())
        || id.equals(pool.start())
        || pool.champions().stream().anyMatch(champion -> champion.pooled().equals(id))
        || (pool.awaiting() != null && pool.awaiting().program().equals(id))
        || (pool.attempt() != null && pool.attempt().challenger().equals(id));
  }
}
