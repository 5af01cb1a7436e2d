package dev.ascent.core.task;

/**
 * How many examples a bounded task consists of, so that its search knows when it has them all.
 *
 * @param training examples that are learned from
 * @param holdout examples that only promotion sees
 */
public record Dataset(int training, int holdout) {}
