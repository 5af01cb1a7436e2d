package dev.ascent.core.drift;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Watches scores in [0, 1] for a mean that has fallen below a limit, at whatever time it falls.
 *
 * <p>A gambler who bets the share s that the mean is below the limit m multiplies what he holds by
 * 1 + s (m - score) at every score, and is given one more unit to bet just before. What he holds is
 * the Shiryaev-Roberts statistic over bets, and the mean of several such gamblers an e-detector
 * (Shin, Ramdas and Rinaldo, arXiv 2203.03532): as long as the expectation of each score, given
 * those before, is at least m, the statistic less the number of scores is a supermartingale.
 * Optional stopping then gives at least {@link #AVERAGE_RUN_LENGTH} scores on average until it
 * reaches that number. Nothing else is assumed of the scores.
 *
 * @param limit the mean that counts as no drift, in (0, 1)
 * @param evidence what each gambler holds
 */
public record DriftDetector(double limit, List<Double> evidence) {
  /** Scores until an alarm, on average and at least, as long as there is no drift. */
  public static final double AVERAGE_RUN_LENGTH = 10_000;

  /**
   * What the gamblers bet, as fractions of the share at which a score of 1 would ruin them. For
   * right or wrong answers the best fraction is the fall below the limit over the limit: these are
   * made for falls of about a tenth, a quarter and a half.
   */
  private static final double[] FRACTIONS = {0.11, 0.28, 0.42};

  /** How much of the evidence is each gambler's; the smaller a fall, the more it needs. */
  private static final double[] WEIGHTS = {0.6, 0.35, 0.05};

  /** Keeps within a double's range what is far beyond an alarm; to hold less claims less. */
  private static final double MOST_EVIDENCE = 1e100;

  /** Copies the list. */
  public DriftDetector {
    if (!(limit > 0 && limit < 1)) {
      throw new IllegalArgumentException("limit: must be in (0, 1), not " + limit);
    }
    if (evidence.size() != FRACTIONS.length) {
      throw new IllegalArgumentException(
          "evidence: must have " + FRACTIONS.length + " values, not " + evidence.size());
    }
    evidence = List.copyOf(evidence);
  }

  /** One that has seen nothing yet. */
  public static DriftDetector startingAt(double limit) {
    return new DriftDetector(limit, Collections.nCopies(FRACTIONS.length, 0.0));
  }

  /**
   * The same detector with another limit for the scores to come. What it promises holds as long as
   * each limit is known before the score that is held against it, and no score's expectation is
   * below its limit.
   */
  public DriftDetector against(double later) {
    return new DriftDetector(later, evidence);
  }

  /**
   * The detector with one more score seen.
   *
   * @param score in [0, 1]
   */
  public DriftDetector after(double score) {
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("score: must be in [0, 1], not " + score);
    }
    List<Double> next = new ArrayList<>(FRACTIONS.length);
    for (int i = 0; i < FRACTIONS.length; i++) {
      double share = FRACTIONS[i] / (1 - limit);
      double held = (evidence.get(i) + 1) * (1 + share * (limit - score));
      next.add(Math.min(MOST_EVIDENCE, held));
    }
    return new DriftDetector(limit, next);
  }

  /** The statistic: at most the number of scores seen, in expectation, while there is no drift. */
  public double statistic() {
    double sum = 0;
    for (int i = 0; i < FRACTIONS.length; i++) {
      sum += WEIGHTS[i] * evidence.get(i);
    }
    return sum;
  }

  /** Whether the scores speak for a fall. What follows an alarm begins with a new detector. */
  public boolean isAlarmed() {
    return statistic() >= AVERAGE_RUN_LENGTH;
  }
}
