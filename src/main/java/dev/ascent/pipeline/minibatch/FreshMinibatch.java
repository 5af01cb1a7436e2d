package dev.ascent.pipeline.minibatch;

import dev.ascent.core.rollout.Example;
import java.util.List;

/**
 * New training examples that came together.
 *
 * @param task whose they are
 * @param examples in order of arrival
 */
public record FreshMinibatch(String task, List<Example> examples) {}
