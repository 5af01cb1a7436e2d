package dev.ascent.pipeline.rollout;

import dev.ascent.core.metric.MetricDefinition;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.core.task.LmProfile;

/**
 * One rollout to make.
 *
 * @param task whose it is
 * @param key which run it is
 * @param program what to run
 * @param example what to run it on
 * @param lm the model to run it on
 * @param metric how to score it
 * @param temperature of the model, or null for the profile's
 * @param maxAttempts how often the model's server may be asked for it, over all its calls
 */
public record RolloutRequest(
    String task,
    RolloutKey key,
    Program program,
    Example example,
    LmProfile lm,
    MetricDefinition metric,
    Double temperature,
    int maxAttempts) {}
