package dev.ascent.core.lesson;

/**
 * Scores added up.
 *
 * @param count how many
 * @param sum of them
 */
public record Scores(int count, double sum) {
  public static final Scores NONE = new Scores(0, 0);

  public Scores plus(double score) {
    return new Scores(count + 1, sum + score);
  }

  /** Their mean, drawn towards {@code prior} as if {@code weight} more scores had equalled it. */
  public double mean(double prior, double weight) {
    return (sum + weight * prior) / (count + weight);
  }
}
