package dev.ascent.core.algorithm;

/**
 * One rollout that an algorithm wants.
 *
 * @param example id of an example of the minibatch
 * @param program id of one of the programs at hand
 * @param sample counts the trials of one program on one example, from 0
 * @param temperature of the model, or null for the profile's
 */
public record Trial(String example, String program, int sample, Double temperature) {}
