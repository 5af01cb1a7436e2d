package dev.ascent.core.promotion;

import dev.ascent.core.decision.WatchedStream;
import dev.ascent.core.drift.DriftRuns;
import dev.ascent.core.drift.ScoreScale;
import dev.ascent.core.task.PromotionPolicy;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Prints, by simulation, how often a period promotes what is not better, how many examples a true
 * gain takes, how long the drift detector runs, and what becomes of a champion that is watched.
 *
 * <p>Arguments: the parts to print, of {@code null}, {@code power}, {@code faults}, {@code drift}
 * and {@code watch}, separated by commas; the number of periods, or of runs for the other parts;
 * the seed.
 */
final class PromotionSimulationTool {
  /** That of a task file that says nothing of promotion. */
  private static final PromotionPolicy POLICY = new PromotionPolicy(0.05, 20, 30, 0, 0.2, false);

  /** The start's share of right answers in the simulated worlds. */
  private static final double CHAMPION_RATE = 0.45;

  /** Challenger right and champion wrong, the other way round: programs that are much alike. */
  private static final double[][] ALIKE = {
    {0.225, 0.175}, {0.25, 0.15}, {0.3, 0.1}, {0.425, 0.025}
  };

  private static final double[] GAINS = {0.05, 0.1, 0.2, 0.45};
  private static final double[] FALLS = {0.1, 0.2, 0.45};

  private PromotionSimulationTool() {}

  public static void main(String[] arguments) {
    List<String> parts =
        Arrays.asList(
            (arguments.length > 0 ? arguments[0] : "null,power,faults,drift,watch").split(",", -1));
    int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
    long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : 1;
    print("simulated, %d periods or runs each, seed %d%n", runs, seed);
    if (parts.contains("null")) {
      printFalsePromotions(runs, seed);
    }
    if (parts.contains("power")) {
      printPower(runs, seed);
    }
    if (parts.contains("faults")) {
      printFaults(runs, seed);
    }
    if (parts.contains("drift")) {
      printDrift(runs, seed);
    }
    if (parts.contains("watch")) {
      printWatch(runs, seed);
    }
  }

  private static void printFalsePromotions(int periods, long seed) {
    print("%n%-55s %9s %7s %7s%n", "nothing is better", "promoting", "share", "95% up");
    for (NullScenario scenario : NullScenario.values()) {
      FalsePromotions found = FalsePromotions.simulate(scenario, POLICY, periods, seed);
      print(
          "%-55s %9d %7.4f %7.4f%n",
          scenario.title(), found.withPromotion(), found.share(), found.upperBound());
    }
  }

  private static void printPower(int runs, long seed) {
    print(
        "%n%5s %8s %5s %-5s | %6s %6s %6s | %s%n",
        "gain", "disagree", "e", "bets", "median", "90%", "by 600", "fixed size: power 0.5, 0.9");
    for (double eValue : new double[] {1 / POLICY.alpha(), 1 / POLICY.alphaPerAttempt()}) {
      for (int i = 0; i < GAINS.length; i++) {
        double challenger = CHAMPION_RATE + GAINS[i];
        printPower(
            challenger * (1 - CHAMPION_RATE), CHAMPION_RATE * (1 - challenger), eValue, runs, seed);
        printPower(ALIKE[i][0], ALIKE[i][1], eValue, runs, seed);
      }
    }
  }

  private static void printPower(double better, double worse, double eValue, int runs, long seed) {
    printPower(better, worse, eValue, "even", WealthProcess.evenGrid(), runs, seed);
    printPower(better, worse, eValue, "log", logarithmicGrid(), runs, seed);
  }

  private static void printPower(
      double better, double worse, double eValue, String bets, double[] grid, int runs, long seed) {
    PairsNeeded needed = PairsNeeded.simulate(better, worse, eValue, grid, runs, seed);
    print(
        "%5.2f %8.3f %5.0f %-5s | %6d %6d %6.2f | %6d %6d%n",
        better - worse,
        better + worse,
        eValue,
        bets,
        needed.quantile(0.5),
        needed.quantile(0.9),
        needed.provenWithin(Attempt.MOST_PAIRS),
        needed.fixedSize(0.5),
        needed.fixedSize(0.9));
  }

  private static void printFaults(int runs, long seed) {
    print(
        "%n%5s %6s %5s %-16s | %6s %6s %7s%n",
        "gain", "faults", "e", "rule", "median", "90%", "refused");
    for (double eValue : new double[] {1 / POLICY.alpha(), 1 / POLICY.alphaPerAttempt()}) {
      for (double gain : new double[] {0.1, 0.2, 0.45}) {
        for (double rate : new double[] {0, 0.01, 0.05}) {
          for (SimulatedAttempt.Rule rule : SimulatedAttempt.Rule.values()) {
            FaultyPower found = FaultyPower.simulate(gain, rate, rule, eValue, runs, seed);
            print(
                "%5.2f %6.2f %5.0f %-16s | %6d %6d %7.4f%n",
                gain,
                rate,
                eValue,
                rule.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                found.quantile(0.5),
                found.quantile(0.9),
                found.refused());
          }
        }
      }
    }
  }

  /** As many gamblers as the product has, from a fiftieth of the largest share to nearly all. */
  private static double[] logarithmicGrid() {
    int steps = WealthProcess.evenGrid().length - 1;
    return IntStream.rangeClosed(0, steps)
        .mapToDouble(i -> 0.02 * Math.pow(48, (double) i / steps))
        .toArray();
  }

  private static void printDrift(int runs, long seed) {
    print("%n%-16s %5s | %12s %6s%n", "scores", "limit", "run length", "s.e.");
    for (ScoreScale scale : ScoreScale.values()) {
      for (double limit : new double[] {0.9, 0.88, 0.68, 0.5}) {
        DriftRuns found = DriftRuns.withoutFall(scale, limit, limit, runs / 5, seed);
        print(
            "%-16s %5.2f | %12.0f %6.0f%n",
            scale.title(), limit, found.mean(), found.standardError());
      }
    }
    print(
        "%n%-16s %8s %5s | median, 90%% after a fall of %s%n",
        "scores", "baseline", "limit", Arrays.toString(FALLS));
    for (ScoreScale scale : ScoreScale.values()) {
      for (double baseline : new double[] {0.9, 0.7}) {
        for (double below : new double[] {0.02, 0.03, 0.04, 0.05}) {
          printDelays(scale, baseline, baseline - below, runs, seed);
        }
      }
    }
  }

  private static void printWatch(int runs, long seed) {
    print(
        "%n%-45s %6s | %6s %6s %6s %8s %6s%n",
        "what happens", "scores", "alarm", "median", "90%", "replaced", "pairs");
    for (WatchedStream.Event event : WatchedStream.Event.values()) {
      for (int before : new int[] {96, 304, 1_008, 3_008}) {
        printWatch(event, before, runs / 5, seed);
      }
    }
  }

  private static void printWatch(WatchedStream.Event event, int before, int runs, long seed) {
    List<WatchedStream.Seen> seen =
        IntStream.range(0, runs)
            .parallel()
            .mapToObj(run -> WatchedStream.run(event, before, 3_008, seed, run))
            .toList();
    int[] delays =
        seen.stream()
            .mapToInt(WatchedStream.Seen::alarmAfter)
            .filter(n -> n > 0)
            .sorted()
            .toArray();
    print(
        "%-45s %6d | %6.3f %6d %6d %8.3f %6.0f%n",
        event.title(),
        before,
        (double) delays.length / runs,
        delays.length == 0 ? -1 : delays[delays.length / 2],
        delays.length == 0 ? -1 : delays[delays.length * 9 / 10],
        seen.stream().filter(WatchedStream.Seen::isReplaced).count() / (double) runs,
        seen.stream().mapToInt(WatchedStream.Seen::pairs).average().orElse(0));
  }

  private static void printDelays(
      ScoreScale scale, double baseline, double limit, int runs, long seed) {
    print("%-16s %8.2f %5.2f |", scale.title(), baseline, limit);
    for (double fall : FALLS) {
      DriftRuns found = DriftRuns.withFall(scale, baseline, limit, fall, runs, seed);
      print(" %5d %5d (%d early)", found.quantile(0.5), found.quantile(0.9), found.early());
    }
    print("%n");
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }
}
