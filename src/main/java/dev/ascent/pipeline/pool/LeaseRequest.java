package dev.ascent.pipeline.pool;

import dev.ascent.core.rollout.Minibatch;

/**
 * A minibatch that waits for leave to spend.
 *
 * @param minibatch its id
 * @param purpose what its rollouts are for
 * @param examples how many it holds
 * @param promptTokens the most that one of its prompts holds
 */
public record LeaseRequest(
    String minibatch, Minibatch.Purpose purpose, int examples, long promptTokens) {}
