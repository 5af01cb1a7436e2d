package dev.ascent.core.algorithm.ascent;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which answers a model leans to, by which ones a program's demos show, and how late.
 *
 * <p>The share in which an answer is given is taken to be proportional to exp(own + strength · sum
 * of {@value #FADING}^k), where the sum is over the demos that show the answer, k is how many demos
 * come after such a one, {@code own} is how much the model leans to the answer whatever is shown,
 * and {@code strength} is by how much it repeats what it was shown last (recency and common token
 * bias of Zhao et al., Calibrate Before Use, 2021). Both are the most likely ones given what
 * programs answered, with normal priors.
 */
final class Lean {
  /** How much less a demo does with each one that follows it. */
  private static final double FADING = 0.6;

  private static final double STRENGTH = 2.5;
  private static final double STRENGTH_VARIANCE = 1;
  private static final double OWN_VARIANCE = 1;

  /** A program's answers count as one in so many, since they share what it leans by besides. */
  private static final double DISPERSION = 3;

  private static final int MOST_SWEEPS = 100;
  private static final double LONGEST_STEP = 1;
  private static final double CONVERGED = 1e-4;

  private final List<Map<String, String>> answers;
  private final double[] own;
  private double strength = STRENGTH;

  private Lean(List<Map<String, String>> answers) {
    this.answers = answers;
    this.own = new double[answers.size()];
  }

  /**
   * What a program showed and what it answered.
   *
   * @param shown the answers of its demos in their order; empty where a demo shows none of those
   *     that are asked about
   * @param given how often it gave each answer
   */
  record Seen(List<Optional<Map<String, String>>> shown, Map<Map<String, String>, Integer> given) {}

  /**
   * @param answers that are told apart; what else was shown or given is left out
   */
  static Lean of(List<Map<String, String>> answers, List<Seen> seen) {
    Lean lean = new Lean(List.copyOf(answers));
    lean.fit(seen.stream().map(program -> lean.new Counted(program)).toList());
    return lean;
  }

  /** The share in which a program with such demos is expected to give each answer. */
  Map<Map<String, String>, Double> shares(List<Optional<Map<String, String>>> shown) {
    double[] shares = shares(recency(shown));
    Map<Map<String, String>, Double> byAnswer = new HashMap<>();
    for (int i = 0; i < shares.length; i++) {
      byAnswer.put(answers.get(i), shares[i]);
    }
    return byAnswer;
  }

  /** By answer, how much of it the demos show last. */
  private double[] recency(List<Optional<Map<String, String>>> shown) {
    double[] recency = new double[answers.size()];
    double weight = 1;
    for (int i = shown.size() - 1; i >= 0; i--) {
      int answer = shown.get(i).map(answers::indexOf).orElse(-1);
      if (answer >= 0) {
        recency[answer] += weight;
      }
      weight *= FADING;
    }
    return recency;
  }

  private double[] shares(double[] recency) {
    double[] shares = new double[recency.length];
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < shares.length; i++) {
      shares[i] = own[i] + strength * recency[i];
      highest = Math.max(highest, shares[i]);
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] = Math.exp(shares[i] - highest);
    }
    double sum = Arrays.stream(shares).sum();
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= sum;
    }
    return shares;
  }

  /** What one program showed and gave, by answer. */
  private final class Counted {
    final double[] recency;
    final double[] given;
    final double all;

    Counted(Seen seen) {
      recency = recency(seen.shown());
      given =
          answers.stream()
              .mapToDouble(answer -> seen.given().getOrDefault(answer, 0) / DISPERSION)
              .toArray();
      all = Arrays.stream(given).sum();
    }
  }

  /** Newton's steps, one parameter after another: the posterior has a single mode. */
  private void fit(List<Counted> seen) {
    double moved = Double.POSITIVE_INFINITY;
    for (int sweep = 0; sweep < MOST_SWEEPS && moved > CONVERGED; sweep++) {
      double step = strengthStep(seen);
      strength += step;
      moved = Math.abs(step);
      for (int answer = 0; answer < own.length; answer++) {
        step = ownStep(answer, seen);
        own[answer] += step;
        moved = Math.max(moved, Math.abs(step));
      }
    }
  }

  private double strengthStep(List<Counted> seen) {
    double slope = (STRENGTH - strength) / STRENGTH_VARIANCE;
    double curvature = 1 / STRENGTH_VARIANCE;
    for (Counted program : seen) {
      double[] shares = shares(program.recency);
      double mean = 0;
      double square = 0;
      for (int i = 0; i < shares.length; i++) {
        double recency = program.recency[i];
        slope += program.given[i] * recency;
        mean += shares[i] * recency;
        square += shares[i] * recency * recency;
      }
      slope -= program.all * mean;
      curvature += program.all * (square - mean * mean);
    }
    return step(slope, curvature);
  }

  private double ownStep(int answer, List<Counted> seen) {
    double slope = -own[answer] / OWN_VARIANCE;
    double curvature = 1 / OWN_VARIANCE;
    for (Counted program : seen) {
      double share = shares(program.recency)[answer];
      slope += program.given[answer] - program.all * share;
      curvature += program.all * share * (1 - share);
    }
    return step(slope, curvature);
  }

  private static double step(double slope, double curvature) {
    return Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, slope / curvature));
  }
}
