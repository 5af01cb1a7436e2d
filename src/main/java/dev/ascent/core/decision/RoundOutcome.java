package dev.ascent.core.decision;

import dev.ascent.core.drift.ScoreLevel;
import dev.ascent.core.promotion.CanaryAnswers;
import dev.ascent.core.promotion.LoneFaults;
import dev.ascent.core.promotion.TestCosts;
import dev.ascent.core.rollout.Usage;
import java.util.List;

/**
 * What came of one round of holdout pairs.
 *
 * @param attempt id of the attempt
 * @param round its number
 * @param differences challenger's minus champion's score, one for each pair with both scores
 * @param dropped pairs that lack a score of either side, as it never came back or otherwise
 * @param missing rollouts that never came back
 * @param usage of all rollouts that came back
 * @param exhausted whether no unused holdout example was left after it
 * @param faults those of the dropped pairs that lack a score of one side alone
 * @param canaries what came of a round on canaries, which has no pairs
 * @param level of the challenger's scores in the pairs with both
 * @param costs of the rollouts of these pairs
 */
public record RoundOutcome(
    String attempt,
    int round,
    List<Double> differences,
    int dropped,
    int missing,
    Usage usage,
    boolean exhausted,
    LoneFaults faults,
    CanaryAnswers canaries,
    ScoreLevel level,
    TestCosts costs) {

  /** Outcomes of earlier versions do not say which side faulted, and know none of the others. */
  public RoundOutcome {
    faults = faults == null ? LoneFaults.NONE : faults;
    canaries = canaries == null ? CanaryAnswers.NONE : canaries;
    level = level == null ? ScoreLevel.NONE : level;
    costs = costs == null ? TestCosts.NONE : costs;
  }

  /** That of a round in which neither side faulted alone. */
  public RoundOutcome(
      String attempt,
      int round,
      List<Double> differences,
      int dropped,
      int missing,
      Usage usage,
      boolean exhausted) {
    this(
        attempt,
        round,
        differences,
        dropped,
        missing,
        usage,
        exhausted,
        LoneFaults.NONE,
        ScoreLevel.NONE);
  }

  /** That of a round of pairs of which nobody says what they took. */
  public RoundOutcome(
      String attempt,
      int round,
      List<Double> differences,
      int dropped,
      int missing,
      Usage usage,
      boolean exhausted,
      LoneFaults faults,
      ScoreLevel level) {
    this(
        attempt,
        round,
        differences,
        dropped,
        missing,
        usage,
        exhausted,
        faults,
        CanaryAnswers.NONE,
        level,
        TestCosts.NONE);
  }
}
