package dev.ascent.core.drift;

import java.util.List;

/**
 * What is known of the mean of scores in [0, 1] that come one by one.
 *
 * @param count how many have come
 * @param sum of them
 * @param squares sum of their squares
 */
public record ScoreLevel(int count, double sum, double squares) {
  public static final ScoreLevel NONE = new ScoreLevel(0, 0, 0);

  /** The lower limit is below the mean at all times with this probability, for many scores. */
  static final double CONFIDENCE = 0.95;

  /** The number of scores at which the lower limit is as close as it can be. */
  private static final int TIGHTEST_AT = 500;

  /**
   * Answers added to the scores, without which the limit of a mean near 1 is too high three times
   * as often as promised: a few equal scores look certain.
   */
  private static final int ADDED_RIGHT = 1;

  private static final int ADDED_WRONG = 2;

  private static final double MIXTURE = mixture(1 - CONFIDENCE);

  /** The level of the given scores. */
  public static ScoreLevel of(List<Double> scores) {
    ScoreLevel level = NONE;
    for (double score : scores) {
      level = level.after(score);
    }
    return level;
  }

  /** With one more score. */
  public ScoreLevel after(double score) {
    return new ScoreLevel(count + 1, sum + score, squares + score * score);
  }

  /** With all that another level knows. */
  public ScoreLevel plus(ScoreLevel other) {
    return new ScoreLevel(count + other.count, sum + other.sum, squares + other.squares);
  }

  /** Mean of the scores; 0 where there are none. */
  public double mean() {
    return count == 0 ? 0 : sum / count;
  }

  /**
   * A lower limit of the mean that may be looked at after every score, and so at the highest that
   * it ever was: the one-sided asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha,
   * Kennedy and Ramdas (arXiv 2103.06476, proposition B.1), with one right and two wrong answers
   * added to the scores, which the paper does not do. It may be below 0.
   */
  public double lowerLimit() {
    double n = count + ADDED_RIGHT + ADDED_WRONG;
    double mean = (sum + ADDED_RIGHT) / n;
    double deviation = Math.sqrt((squares + ADDED_RIGHT) / n - mean * mean);
    double growth = n * MIXTURE + 1;
    double width =
        Math.sqrt(
            2
                * growth
                / (n * n * MIXTURE)
                * Math.log(1 + Math.sqrt(growth) / (2 * (1 - CONFIDENCE))));
    return mean - deviation * width;
  }

  /** The paper's rho squared that makes the limit closest at {@link #TIGHTEST_AT} (section B.2). */
  private static double mixture(double alpha) {
    double logs = -2 * Math.log(2 * alpha);
    return (logs + Math.log(logs + 1)) / TIGHTEST_AT;
  }
}
