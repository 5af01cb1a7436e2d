package dev.ascent.core.decision;

import dev.ascent.core.rollout.Usage;
import java.util.List;

/**
 * What came of one batch of live rollouts.
 *
 * @param batch its id
 * @param epoch of the champion that answered
 * @param scores of the answers that were scored
 * @param logged scores that people gave meanwhile to answers of that champion
 * @param missing rollouts that never came back
 * @param usage of all rollouts that came back
 */
public record LiveOutcome(
    String batch, int epoch, List<Double> scores, List<Double> logged, int missing, Usage usage) {}
