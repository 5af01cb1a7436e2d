package dev.ascent.pipeline.minibatch;

import dev.ascent.core.rollout.Example;
import java.util.List;

/**
 * New training examples that came together.
 *
 * @param task whose they are
 * @param examples in order of arrival
 * @param updates of examples that came before, with what became known of them since
 */
public record FreshMinibatch(String task, List<Example> examples, List<Example> updates) {}
