package dev.ascent.cli;

import dev.ascent.core.metric.Metric;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.PredictorCall;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * What one program made of some examples.
 *
 * @param program that ran
 * @param rollouts all of them, faults included
 */
record ProgramRollouts(Program program, List<Rollout> rollouts) {

  /** The mean score of each example, its samples averaged, by id; faults are left out. */
  Map<String, Double> scores() {
    return means(Rollout::score);
  }

  /** The same with the scores of another metric. */
  Map<String, Double> scores(Metric metric, Map<String, Example> examples) {
    return means(
        rollout ->
            isUnreadable(rollout)
                ? 0
                : metric.score(examples.get(rollout.key().example()), rollout.outputs()).value());
  }

  private Map<String, Double> means(ToDoubleFunction<Rollout> score) {
    Map<String, List<Double>> byExample = new LinkedHashMap<>();
    rollouts.stream()
        .filter(Rollout::isScored)
        .forEach(
            rollout ->
                byExample
                    .computeIfAbsent(rollout.key().example(), id -> new ArrayList<>())
                    .add(score.applyAsDouble(rollout)));
    Map<String, Double> means = new LinkedHashMap<>();
    byExample.forEach(
        (id, scores) ->
            means.put(
                id, scores.stream().mapToDouble(Double::doubleValue).average().orElseThrow()));
    return means;
  }

  /** This program's mean scores less another's, of the examples that both have scores of. */
  static List<Double> differences(Map<String, Double> scores, Map<String, Double> others) {
    return scores.entrySet().stream()
        .filter(score -> others.containsKey(score.getKey()))
        .map(score -> score.getValue() - others.get(score.getKey()))
        .toList();
  }

  /** Answers that did not follow the format, which score 0. */
  long unreadable() {
    return rollouts.stream().filter(ProgramRollouts::isUnreadable).count();
  }

  private static boolean isUnreadable(Rollout rollout) {
    List<PredictorCall> calls = rollout.trajectory();
    return rollout.isScored()
        && !calls.isEmpty()
        && calls.get(calls.size() - 1).outputs().isEmpty();
  }

  /** How many rollouts ended in a fault, which says nothing of the program, by its kind. */
  Map<String, Integer> faults() {
    Map<String, Integer> faults = new TreeMap<>();
    rollouts.stream()
        .filter(rollout -> !rollout.isScored())
        .forEach(rollout -> faults.merge(kind(rollout), 1, Integer::sum));
    return faults;
  }

  /** What stands before the colon of a fault's description. */
  private static String kind(Rollout rollout) {
    String feedback = rollout.feedback();
    return feedback.contains(":") ? feedback.substring(0, feedback.indexOf(':')) : feedback;
  }

  Usage usage() {
    return rollouts.stream().map(Rollout::usage).reduce(Usage.NONE, Usage::plus);
  }

  /**
   * The time that the given share of the answered rollouts stayed below, in milliseconds; 0 where
   * none was answered.
   */
  long latencyMillis(double share) {
    long[] sorted =
        rollouts.stream()
            .filter(Rollout::isScored)
            .mapToLong(Rollout::latencyMillis)
            .sorted()
            .toArray();
    return sorted.length == 0
        ? 0
        : sorted[(int) Math.min(sorted.length - 1.0, share * sorted.length)];
  }

  /** The scored rollouts with the lowest scores, those below 1 alone. */
  List<Rollout> worst(int count) {
    return rollouts.stream()
        .filter(rollout -> rollout.isScored() && rollout.score() < 1)
        .sorted((one, other) -> Double.compare(one.score(), other.score()))
        .limit(count)
        .toList();
  }
}
