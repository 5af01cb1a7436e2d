package dev.ascent.core.algorithm.simba;

import dev.ascent.core.pool.PooledProgram;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The pool's best programs by their mean evaluation score, the start always among them. */
final class Baseline {
  private Baseline() {}

  /**
   * The best {@code count} programs, ties in the order in which they joined. Where the start is not
   * among them it takes the last place.
   */
  static List<PooledProgram> withBest(List<PooledProgram> programs, String start, int count) {
    List<PooledProgram> best =
        new ArrayList<>(
            programs.stream()
                .sorted(Comparator.comparingDouble(PooledProgram::evaluationMean).reversed())
                .limit(count)
                .toList());
    if (!best.isEmpty() && best.stream().noneMatch(program -> program.id().equals(start))) {
      PooledProgram baseline =
          programs.stream()
              .filter(program -> program.id().equals(start))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("pool lacks its start " + start));
      best.set(best.size() - 1, baseline);
    }
    return List.copyOf(best);
  }
}
