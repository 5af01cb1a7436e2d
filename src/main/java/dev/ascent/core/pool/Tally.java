package dev.ascent.core.pool;

/**
 * A program's scores on one example.
 *
 * @param example its id
 * @param count scored rollouts
 * @param sum of their scores
 */
public record Tally(String example, int count, double sum) {
  public Tally plus(double score) {
    return new Tally(example, count + 1, sum + score);
  }

  public double mean() {
    return sum / count;
  }
}
