package dev.ascent.pipeline.pool;

import dev.ascent.core.rollout.Minibatch;

/**
 * A minibatch that waits for leave to spend.
 *
 * @param minibatch its id
 * @param purpose what its rollouts are for
 * @param examples how many it holds
 */
public record LeaseRequest(String minibatch, Minibatch.Purpose purpose, int examples) {}
