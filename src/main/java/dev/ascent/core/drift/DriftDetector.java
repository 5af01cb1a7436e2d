package dev.ascent.core.drift;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Watches scores in [0, 1] for a mean that has fallen below a limit, at whatever time it falls.
 *
 * <p>A gambler who bets the share s that the mean is below the limit m multiplies what he holds by
 * 1 + s (m - score) at every score, and is given one more unit to bet just before. What he holds is
 * an e-detector of the Shiryaev-Roberts kind (Shin, Ramdas and Rinaldo, arXiv 2203.03532): as long
 * as the expectation of each score, given those before, is at least m, it less the number of scores
 * is a supermartingale, whatever he bets by the scores seen so far. Optional stopping then gives at
 * least {@link #AVERAGE_RUN_LENGTH} scores on average until he holds that much. Nothing else is
 * assumed of the scores.
 *
 * <p>He bets what is best against each of some falls, times the probability that this one has begun
 * (Shiryaev, 1963, On optimum methods in quickest detection problems), where at each score one
 * begins with the chance h = {@value #HAZARD}. Best against a fall by the fraction f of the limit
 * is the share s = f / (1 - m). Before a score, the odds that fall k has begun, or begins with it,
 * are h times its weight times (e + 1) / (1 - h), where e is its evidence; the score turns e into
 * (e + 1) / (1 - h) · (1 + s (m - score)). For right or wrong answers with their mean at the limit
 * before the fall that is Bayes' rule; for other scores it is a way to bet, no less safe.
 *
 * @param limit the mean that counts as no drift, in (0, 1)
 * @param evidence for each fall
 * @param held by the gambler: the statistic, at most the number of scores seen, in expectation,
 *     while there is no drift
 */
public record DriftDetector(double limit, List<Double> evidence, Double held) {
  /** Scores until an alarm, on average and at least, as long as there is no drift. */
  public static final double AVERAGE_RUN_LENGTH = 10_000;

  /** The falls, as fractions of the limit. */
  private static final double[] FALLS = {0.12, 0.3};

  /** How likely each fall is, if one begins. */
  private static final double[] WEIGHTS = {0.45, 0.55};

  private static final double HAZARD = 0.01;

  /** Keeps within a double's range what is far beyond an alarm; who holds less claims less. */
  private static final double MOST_EVIDENCE = 1e100;

  private static final List<Double> NONE = Collections.nCopies(FALLS.length, 0.0);

  /** State of earlier versions does not know what is held: such a detector begins anew. */
  public DriftDetector {
    if (!(limit > 0 && limit < 1)) {
      throw new IllegalArgumentException("limit: must be in (0, 1), not " + limit);
    }
    if (held == null) {
      held = 0.0;
      evidence = NONE;
    }
    if (evidence.size() != FALLS.length) {
      throw new IllegalArgumentException(
          "evidence: must have " + FALLS.length + " values, not " + evidence.size());
    }
    evidence = List.copyOf(evidence);
  }

  /** One that has seen nothing yet. */
  public static DriftDetector startingAt(double limit) {
    return new DriftDetector(limit, NONE, 0.0);
  }

  /**
   * The same detector with another limit for the scores to come. What it promises holds as long as
   * each limit is known before the score that is held against it, and no score's expectation is
   * below its limit.
   */
  public DriftDetector against(double later) {
    return new DriftDetector(later, evidence, held);
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
    double distance = (limit - score) / (1 - limit);
    List<Double> next = new ArrayList<>(FALLS.length);
    double odds = 0;
    double bet = 0;
    for (int i = 0; i < FALLS.length; i++) {
      double begun = (evidence.get(i) + 1) / (1 - HAZARD);
      odds += HAZARD * WEIGHTS[i] * begun;
      bet += HAZARD * WEIGHTS[i] * begun * FALLS[i];
      next.add(Math.min(MOST_EVIDENCE, begun * (1 + FALLS[i] * distance)));
    }
    double holds = (held + 1) * (1 + bet / (1 + odds) * distance);
    return new DriftDetector(limit, next, Math.min(MOST_EVIDENCE, holds));
  }

  /** Whether the scores speak for a fall. What follows an alarm begins with a new detector. */
  public boolean isAlarmed() {
    return held >= AVERAGE_RUN_LENGTH;
  }
}
