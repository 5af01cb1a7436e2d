package dev.ascent.core.algorithm;

import dev.ascent.core.budget.Lease;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.task.TaskDefinition;
import java.util.List;
import java.util.Set;

/**
 * What a minibatch consists of and what to expect of it; it travels ahead of the rollouts.
 *
 * @param definition of the task, as it was when the minibatch began
 * @param minibatch its examples
 * @param lease under which its rollouts are made
 * @param sources programs that it works from
 * @param trials the rollouts that it begins with
 * @param poolVersion of the pool that it was planned on
 * @param owner who owned the task then; nobody else makes its calls
 */
public record Manifest(
    TaskDefinition definition,
    Minibatch minibatch,
    Lease lease,
    List<Source> sources,
    List<Trial> trials,
    long poolVersion,
    String owner) {

  public String id() {
    return minibatch.id();
  }

  public String task() {
    return minibatch.task();
  }

  /** The same without some of its examples and what was to be tried on them. */
  Manifest withoutExamples(Set<String> examples) {
    return new Manifest(
        definition,
        minibatch.without(examples),
        lease,
        sources,
        trials.stream().filter(trial -> !examples.contains(trial.example())).toList(),
        poolVersion,
        owner);
  }

  /** The source of that id; it must be there. */
  public Program source(String id) {
    return sources.stream()
        .filter(source -> source.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("minibatch has no program " + id))
        .program();
  }

  /** The trials of one example. */
  public List<Trial> trialsOf(String example) {
    return trials.stream().filter(trial -> trial.example().equals(example)).toList();
  }
}
