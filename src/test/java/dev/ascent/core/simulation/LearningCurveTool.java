package dev.ascent.core.simulation;

import dev.ascent.core.task.OptimizerDefaults;
import dev.ascent.embedded.simulated.World;
import dev.ascent.testing.TaskBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Prints which share of the attainable gain each algorithm reaches for how many rollouts, over
 * several seeds of a world. Arguments: world, examples, seeds, then rollouts.
 */
final class LearningCurveTool {
  private static final List<Integer> ROLLOUTS = List.of(400, 800, 1600);

  private LearningCurveTool() {}

  public static void main(String[] arguments) {
    String world = arguments.length > 0 ? arguments[0] : "base";
    int examples = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200;
    int seeds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10;
    List<Integer> rollouts = new ArrayList<>();
    for (int i = 3; i < arguments.length; i++) {
      rollouts.add(Integer.valueOf(arguments[i]));
    }
    System.out.printf("world %s, %d examples, %d seeds%n", world, examples, seeds);
    System.out.printf(
        "%-9s %8s %7s %6s %6s %8s %6s %6s %6s%n",
        "algorithm", "rollouts", "share", "s.d.", "least", "improved", "proven", "steps", "spent");
    for (String algorithm : OptimizerDefaults.ALGORITHMS) {
      for (int cap : rollouts.isEmpty() ? ROLLOUTS : rollouts) {
        print(algorithm, cap, searches(algorithm, world, examples, seeds, cap));
      }
    }
  }

  private static List<SearchTrace> searches(
      String algorithm, String world, int examples, int seeds, int cap) {
    return IntStream.rangeClosed(1, seeds)
        .mapToObj(
            seed ->
                SimulatedSearch.run(
                    SimulatedTask.ofFile(
                        World.named(world, seed),
                        examples,
                        TaskBuilder.of(algorithm).rollouts(cap).seed(seed))))
        .toList();
  }

  private static void print(String algorithm, int cap, List<SearchTrace> searches) {
    double[] shares =
        searches.stream().mapToDouble(SearchTrace::shareOfAttainableGain).sorted().toArray();
    double mean = IntStream.range(0, shares.length).mapToDouble(i -> shares[i]).sum();
    mean /= shares.length;
    double squares = 0;
    for (double share : shares) {
      squares += (share - mean) * (share - mean);
    }
    System.out.printf(
        "%-9s %8d %7.3f %6.3f %6.3f %8d %6d %6.1f %6.0f%n",
        algorithm,
        cap,
        mean,
        Math.sqrt(squares / Math.max(1, shares.length - 1)),
        shares[0],
        searches.stream().filter(search -> search.shareOfAttainableGain() > 0).count(),
        searches.stream().filter(search -> search.last().champions().size() > 1).count(),
        searches.stream().mapToInt(s -> s.last().counts().steps()).average().orElse(0),
        searches.stream().mapToLong(s -> s.last().ledger().total().rollouts()).average().orElse(0));
  }
}
