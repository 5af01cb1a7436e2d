package dev.ascent.core.selection;

import dev.ascent.core.pool.PooledProgram;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Draws an index with probability proportional to exp(score / temperature); of a program, the score
 * is the mean of the evaluation that it joined with.
 */
public final class Softmax implements Selector {
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
    return Weights.draw(probabilities(scores), random);
  }

  /** Their mean scores. */
  @Override
  public List<Standing> standings(List<PooledProgram> programs) {
    return programs.stream().map(pooled -> new Standing(pooled.evaluationMean(), 0)).toList();
  }

  @Override
  public Draws draws(List<Standing> standings) {
    double[] probabilities =
        probabilities(standings.stream().mapToDouble(Standing::score).toArray());
    return random -> Weights.draw(probabilities, random);
  }
}
