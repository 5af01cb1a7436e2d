package dev.ascent.pipeline.bucket;

import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Rollout;
import java.util.List;

/**
 * All that came back for one example of a minibatch.
 *
 * @param task whose it is
 * @param minibatch its id
 * @param example what was run on
 * @param rollouts in the order of their samples, those without a score included
 * @param missing rollouts that never came back
 */
public record FilledBucket(
    String task, String minibatch, Example example, List<Rollout> rollouts, int missing) {}
