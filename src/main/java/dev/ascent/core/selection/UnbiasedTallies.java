package dev.ascent.core.selection;

import dev.ascent.core.pool.PooledProgram;
import dev.ascent.core.pool.Tally;
import java.util.List;
import java.util.Set;

/** What tells of a program how it does on new examples. */
final class UnbiasedTallies {
  private UnbiasedTallies() {}

  /** The program's tallies without those of examples that its own rules and demos came from. */
  static List<Tally> of(PooledProgram pooled) {
    Set<String> sources = pooled.program().sources();
    return pooled.tallies().stream().filter(t -> !sources.contains(t.example())).toList();
  }
}
