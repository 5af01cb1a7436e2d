package dev.ascent.core.algorithm;

import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.PooledProgram;
import dev.ascent.core.pool.Tally;
import dev.ascent.core.promotion.BettingEProcess;
import dev.ascent.core.promotion.Evidence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What training examples say of programs. */
public final class TrainingComparison {
  /** The standard normal quantile of 0.9. */
  private static final double ENTRY_Z = 1.2816;

  /** So many examples tell two programs apart by the normal approximation. */
  public static final int ENOUGH_PAIRS = 24;

  private TrainingComparison() {}

  /** Mean over examples of a program's mean score on each; negative infinity when it never ran. */
  public static double meanOf(PooledProgram pooled) {
    if (pooled.tallies().isEmpty()) {
      return Double.NEGATIVE_INFINITY;
    }
    return pooled.tallies().stream().mapToDouble(Tally::mean).sum() / pooled.tallies().size();
  }

  /**
   * Score differences on the examples that both programs ran on. Examples that a rule or demo of
   * either came from are left out, as a program is biased on them.
   */
  public static List<Double> differences(PooledProgram program, PooledProgram against) {
    Set<String> biased = new HashSet<>(program.program().sources());
    biased.addAll(against.program().sources());
    Map<String, Tally> others = new HashMap<>();
    against.tallies().forEach(tally -> others.put(tally.example(), tally));
    List<Double> differences = new ArrayList<>();
    for (Tally tally : program.tallies()) {
      Tally other = others.get(tally.example());
      if (other != null && !biased.contains(tally.example())) {
        differences.add(tally.mean() - other.mean());
      }
    }
    return differences;
  }

  /**
   * Whether a program is better with a probability of 0.9 or more, by the normal approximation:
   * paired where both ran on enough examples, otherwise by their means over different ones.
   */
  public static boolean looksBetter(PooledProgram program, PooledProgram against) {
    Moments paired = Moments.of(differences(program, against));
    if (paired.count() >= ENOUGH_PAIRS) {
      return paired.mean() > ENTRY_Z * paired.standardError();
    }
    Moments own = Moments.of(unbiasedMeans(program));
    Moments other = Moments.of(unbiasedMeans(against));
    return own.count() >= ENOUGH_PAIRS
        && other.count() >= ENOUGH_PAIRS
        && own.mean() - other.mean()
            > ENTRY_Z * Math.hypot(own.standardError(), other.standardError());
  }

  /** Whether a program ran on enough examples to be compared with any other. */
  public static boolean isKnown(PooledProgram program) {
    return unbiasedMeans(program).size() >= ENOUGH_PAIRS;
  }

  private static List<Double> unbiasedMeans(PooledProgram pooled) {
    Set<String> biased = pooled.program().sources();
    return pooled.tallies().stream()
        .filter(tally -> !biased.contains(tally.example()))
        .map(Tally::mean)
        .toList();
  }

  /** The evidence for a program against the start. */
  public static Evidence evidence(Pool pool, String program) {
    if (program.equals(pool.start())) {
      return Evidence.start();
    }
    return Evidence.ofTraining(
        new BettingEProcess(differences(pool.pooled(program), pool.pooled(pool.start()))),
        pool.start(),
        pool.definition().promotion().minGain(),
        pool.definition().promotion().alpha());
  }
}
