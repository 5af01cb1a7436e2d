package dev.ascent.core.selection;

import java.util.random.RandomGenerator;

/** Draws an index with probability proportional to exp(score / temperature). */
public final class Softmax {
  private final double temperature;

  /**
   * @param temperature above 0; the lower, the more the best is preferred
   */
  public Softmax(double temperature) {
    if (!(temperature > 0)) {
      throw new IllegalArgumentException("temperature must be above 0, but is " + temperature);
    }
    this.temperature = temperature;
  }

  /**
   * The probability of each index. The largest score is subtracted first, which changes no
   * probability and keeps the exponentials finite.
   *
   * @throws IllegalArgumentException if there are no scores
   */
  public double[] probabilities(double[] scores) {
    if (scores.length == 0) {
      throw new IllegalArgumentException("nothing to draw from");
    }
    double largest = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      largest = Math.max(largest, score);
    }
    double[] weights = new double[scores.length];
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      weights[i] = Math.exp((scores[i] - largest) / temperature);
      sum += weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  /** Draws one index. */
  public int draw(double[] scores, RandomGenerator random) {
    double[] probabilities = probabilities(scores);
    double left = random.nextDouble();
    for (int i = 0; i < probabilities.length - 1; i++) {
      left -= probabilities[i];
      if (left < 0) {
        return i;
      }
    }
    return probabilities.length - 1;
  }
}
