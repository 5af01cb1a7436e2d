package dev.ascent.core.rollout;

import dev.ascent.core.program.Program;

/**
 * One rollout to make.
 *
 * @param task whose it is
 * @param key which run it is
 * @param program what to run
 * @param example what to run it on
 * @param temperature of the model, or null for the profile's
 * @param maxAttempts how often the model's server may be asked for it, over all its calls
 */
public record RolloutRequest(
    String task,
    RolloutKey key,
    Program program,
    Example example,
    Double temperature,
    int maxAttempts) {}
