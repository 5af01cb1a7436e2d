package dev.ascent.core.algorithm.ascent;

import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.PooledProgram;
import java.util.Optional;

/** What programs of a pool are there for. */
final class Roles {
  private Roles() {}

  /** The program that is compared with the leader: the newest one, if nothing else needs it. */
  static Optional<PooledProgram> challenger(Pool pool) {
    PooledProgram newest = pool.programs().get(pool.programs().size() - 1);
    return isNeeded(pool, newest.id()) ? Optional.empty() : Optional.of(newest);
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
