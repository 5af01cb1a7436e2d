package dev.ascent.pipeline.watch;

import java.util.List;

/**
 * A batch of live rollouts that was asked for.
 *
 * @param epoch of the champion that answers
 * @param rollouts how many were asked for
 * @param logged scores that people gave meanwhile to answers of that champion
 * @param poolVersion of the pool that the batch was sent on
 */
public record LiveOpening(int epoch, int rollouts, List<Double> logged, long poolVersion) {}
