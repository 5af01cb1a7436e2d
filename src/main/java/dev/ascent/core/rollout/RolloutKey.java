package dev.ascent.core.rollout;

/**
 * Names one rollout.
 *
 * @param minibatch id of the minibatch that asked for it
 * @param example id of the example
 * @param program id of the program
 * @param sample counts the rollouts of one program on one example within the minibatch, from 0
 */
public record RolloutKey(String minibatch, String example, String program, int sample) {}
