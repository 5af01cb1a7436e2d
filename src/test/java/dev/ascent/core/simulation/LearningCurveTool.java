package dev.ascent.core.simulation;

import dev.ascent.core.task.OptimizerDefaults;
import dev.ascent.core.task.SelectionType;
import dev.ascent.embedded.simulated.World;
import dev.ascent.testing.TaskBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Prints which share of the attainable gain an algorithm reaches for how many rollouts, over
 * several seeds of simulated worlds: the core in memory, everything around it done at once.
 *
 * <p>Arguments: algorithms, worlds, seeds as a range, rollouts, and selections, each a list
 * separated by commas. The default algorithm was tuned on seeds 1 to 60; figures to be quoted come
 * from others.
 */
final class LearningCurveTool {
  private static final int EXAMPLES = 200;

  /** Of Student's distribution, for a 95% interval. */
  private static final double QUANTILE = 0.975;

  private LearningCurveTool() {}

  public static void main(String[] arguments) {
    List<String> algorithms = list(arguments, 0, String.join(",", OptimizerDefaults.ALGORITHMS));
    List<String> worlds = list(arguments, 1, "base");
    List<Integer> seeds = list(arguments, 2, "1-20", "-").stream().map(Integer::valueOf).toList();
    List<Integer> caps = list(arguments, 3, "400,800,1600").stream().map(Integer::valueOf).toList();
    List<SelectionType> selections =
        list(arguments, 4, SelectionType.SOFTMAX.name()).stream()
            .map(LearningCurveTool::selection)
            .toList();
    System.out.printf(
        Locale.ROOT,
        "simulated, %d examples, seeds %d to %d; share of the attainable gain%n",
        EXAMPLES,
        seeds.get(0),
        seeds.get(1));
    System.out.println(
        "world          algorithm selection rollouts   share  95% low    high   least  proven"
            + "  requests");
    for (String world : worlds) {
      for (String algorithm : algorithms) {
        for (SelectionType selection : selections) {
          for (int cap : caps) {
            print(
                world,
                algorithm,
                selection,
                cap,
                IntStream.rangeClosed(seeds.get(0), seeds.get(1))
                    .mapToObj(seed -> search(algorithm, selection, world, cap, seed))
                    .toList());
          }
        }
      }
    }
  }

  private static List<String> list(String[] arguments, int index, String otherwise) {
    return list(arguments, index, otherwise, ",");
  }

  private static List<String> list(
      String[] arguments, int index, String otherwise, String separator) {
    String text = arguments.length > index ? arguments[index] : otherwise;
    return Arrays.asList(text.split(separator, -1));
  }

  private static SelectionType selection(String name) {
    return SelectionType.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static SearchTrace search(
      String algorithm, SelectionType selection, String world, int cap, int seed) {
    return SimulatedSearch.run(
        SimulatedTask.ofFile(
            World.named(world, seed),
            EXAMPLES,
            TaskBuilder.of(algorithm).selection(selection).rollouts(cap).seed(seed)));
  }

  private static void print(
      String world,
      String algorithm,
      SelectionType selection,
      int cap,
      List<SearchTrace> searches) {
    double mean = mean(searches, SearchTrace::shareOfAttainableGain);
    double variance =
        searches.stream()
                .mapToDouble(search -> Math.pow(search.shareOfAttainableGain() - mean, 2))
                .sum()
            / Math.max(1, searches.size() - 1);
    double margin =
        TDistribution.of(Math.max(1, searches.size() - 1)).inverseCumulativeProbability(QUANTILE)
            * Math.sqrt(variance / searches.size());
    System.out.printf(
        Locale.ROOT,
        "%-14s %-9s %-9s %8d %7.3f %8.3f %7.3f %7.3f %7.2f %9.0f%n",
        world,
        algorithm,
        selection.label(),
        cap,
        mean,
        mean - margin,
        mean + margin,
        searches.stream().mapToDouble(SearchTrace::shareOfAttainableGain).min().orElse(0),
        mean(searches, search -> search.isProven() ? 1 : 0),
        mean(searches, search -> search.rolloutRequests() + search.reflectionRequests()));
  }

  private static double mean(List<SearchTrace> searches, ToDoubleFunction<SearchTrace> figure) {
    return searches.stream().mapToDouble(figure).average().orElse(0);
  }
}
