package dev.ascent.core.rollout;

import java.util.List;
import java.util.Set;

/**
 * Some of a task's examples that are worked on together.
 *
 * @param id unique over the task's life
 * @param task whose it is
 * @param purpose what its rollouts are for
 * @param examples without duplicates
 * @param following examples of the same pass that are still to come in later minibatches; 0 for the
 *     last of a selection
 */
public record Minibatch(
    String id, String task, Purpose purpose, List<Example> examples, int following) {

  /** What a minibatch's rollouts are for. */
  public enum Purpose {
    /** To learn from: sampled, ranked, turned into candidates that are evaluated. */
    STEP,
    /** To choose among the finalists of a bounded search, on training examples. */
    SELECTION,
    /** To see how good a stream's champion is on what is logged now. */
    LIVE
  }

  /** The same without the examples of these ids. */
  public Minibatch without(Set<String> ids) {
    return new Minibatch(
        id,
        task,
        purpose,
        examples.stream().filter(example -> !ids.contains(example.id())).toList(),
        following);
  }

  public List<String> exampleIds() {
    return examples.stream().map(Example::id).toList();
  }
}
