package dev.ascent.core.decision;

import dev.ascent.core.drift.ScoreLevel;
import dev.ascent.core.rollout.Usage;
import java.util.List;

/**
 * What came of one round of holdout pairs.
 *
 * @param attempt id of the attempt
 * @param round its number
 * @param differences challenger's minus champion's score, one for each pair with both scores
 * @param dropped pairs without a score on either side, those that never came back included
 * @param missing rollouts that never came back
 * @param usage of all rollouts that came back
 * @param level of the challenger's scores in those pairs
 * @param exhausted whether no unused holdout example was left after it
 */
public record RoundOutcome(
    String attempt,
    int round,
    List<Double> differences,
    int dropped,
    int missing,
    Usage usage,
    ScoreLevel level,
    boolean exhausted) {}
