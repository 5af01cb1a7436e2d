package dev.ascent.pipeline.rank;

import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.bucket.RankedBuckets;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.rollout.Usage;
import java.util.List;

/**
 * A minibatch whose rollouts are in.
 *
 * @param manifest what it is
 * @param ranked its buckets, the most instructive first
 * @param sampled every rollout, those without a score included
 * @param missing rollouts that never came back
 * @param usage of all rollouts
 * @param fault what ended the first rollout without a score; empty where all were scored
 */
public record RankedMinibatch(
    Manifest manifest,
    RankedBuckets ranked,
    List<ScoredRollout> sampled,
    int missing,
    Usage usage,
    String fault) {}
