package dev.ascent.core.algorithm;

import java.util.List;

/**
 * The rollouts that a minibatch begins with.
 *
 * @param sources the programs that trials and later candidates are made from, the preferred first
 * @param trials each of an example of the minibatch and a source
 */
public record Sampling(List<Source> sources, List<Trial> trials) {}
