package dev.ascent.core.selection;

import dev.ascent.core.pool.PooledProgram;
import dev.ascent.core.pool.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Draws from the Pareto frontier over examples (GEPA, Agrawal et al. 2025, arXiv 2507.19457): each
 * program with a probability proportional to the number of examples on which none is better,
 * dominated programs left out. A program is dominated if, wherever none is better, another one that
 * is not dominated is as good; the worst by their means are examined first.
 *
 * <p>GEPA runs every program on all examples. Here programs ran on some, so that a program is
 * compared on an example with those that ran on it too, and an example that only one ran on says
 * nothing. A program of which nothing can be said counts as one with a single example, so that it
 * gets its turn.
 */
final class ParetoFrontier implements Selector {

  /** The numbers of examples by which programs are drawn: 0 for a dominated one. */
  @Override
  public List<Standing> standings(List<PooledProgram> programs) {
    List<List<Tally>> tallies = programs.stream().map(UnbiasedTallies::of).toList();
    Map<String, Contest> contests = contests(tallies);
    Set<Integer> kept = undominated(tallies, contests);
    return IntStream.range(0, programs.size())
        .mapToObj(i -> new Standing(isCompared(i, contests) ? wins(i, kept, contests) : 1, 0))
        .toList();
  }

  @Override
  public Draws draws(List<Standing> standings) {
    double sum = Weights.requireAny(standings).stream().mapToDouble(Standing::score).sum();
    double[] probabilities = standings.stream().mapToDouble(s -> s.score() / sum).toArray();
    return random -> Weights.draw(probabilities, random);
  }

  /** Examples that two or more programs ran on. */
  private static Map<String, Contest> contests(List<List<Tally>> tallies) {
    Map<String, Contest> contests = new HashMap<>();
    for (int i = 0; i < tallies.size(); i++) {
      for (Tally tally : tallies.get(i)) {
        contests.computeIfAbsent(tally.example(), id -> new Contest()).enter(i, tally.mean());
      }
    }
    contests.values().removeIf(contest -> contest.entered.size() < 2);
    return contests;
  }

  private static Set<Integer> undominated(
      List<List<Tally>> tallies, Map<String, Contest> contests) {
    List<Integer> worstFirst = new ArrayList<>();
    IntStream.range(0, tallies.size())
        .filter(i -> isCompared(i, contests))
        .forEach(worstFirst::add);
    worstFirst.sort(Comparator.comparingDouble(i -> meanOf(tallies.get(i))));
    Set<Integer> kept = new HashSet<>(worstFirst);
    for (int program : worstFirst) {
      boolean isUnequalled =
          contests.values().stream().anyMatch(contest -> contest.isWonBy(program, kept));
      if (!isUnequalled) {
        kept.remove(program);
      }
    }
    return kept;
  }

  private static double meanOf(List<Tally> tallies) {
    return tallies.stream().mapToDouble(Tally::mean).average().orElse(0);
  }

  private static boolean isCompared(int program, Map<String, Contest> contests) {
    return contests.values().stream().anyMatch(contest -> contest.entered.contains(program));
  }

  private static long wins(int program, Set<Integer> kept, Map<String, Contest> contests) {
    return kept.contains(program)
        ? contests.values().stream().filter(contest -> contest.best.contains(program)).count()
        : 0;
  }

  /** The programs that ran on one example, and the best of them. */
  private static final class Contest {
    private final Set<Integer> entered = new HashSet<>();
    private final Set<Integer> best = new HashSet<>();
    private double highest = Double.NEGATIVE_INFINITY;

    void enter(int program, double score) {
      entered.add(program);
      if (score > highest) {
        highest = score;
        best.clear();
      }
      if (score == highest) {
        best.add(program);
      }
    }

    /** Whether the program is the only one among the best that is still kept. */
    boolean isWonBy(int program, Set<Integer> kept) {
      return best.contains(program)
          && best.stream().noneMatch(other -> other != program && kept.contains(other));
    }
  }
}
