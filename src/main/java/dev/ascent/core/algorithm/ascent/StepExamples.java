package dev.ascent.core.algorithm.ascent;

import dev.ascent.core.lesson.Topic;
import dev.ascent.core.lesson.Words;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Minibatch;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The examples of a step with their words. */
final class StepExamples {
  private final Map<String, Example> examples = new LinkedHashMap<>();
  private final Map<String, Set<String>> words = new LinkedHashMap<>();

  StepExamples(Minibatch minibatch) {
    for (Example example : minibatch.examples()) {
      examples.put(example.id(), example);
      words.put(example.id(), Words.of(example));
    }
  }

  Collection<Example> all() {
    return examples.values();
  }

  Example example(String id) {
    return examples.get(id);
  }

  /** The words of each. */
  Collection<Set<String>> texts() {
    return words.values();
  }

  Set<String> words(String id) {
    return words.get(id);
  }

  boolean isCovered(String id, Topic topic) {
    return topic.covers(id, words.get(id));
  }
}
