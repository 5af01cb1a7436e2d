package dev.ascent.embedded.simulated;

import dev.ascent.core.metric.MetricDefinition;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.task.ModuleDefinition;
import dev.ascent.core.task.TaskDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Any task of which labelled examples are known. The model is right on an example with the
 * example's own probability: 0.1, 0.3, 0.5 or 0.9, by a hash of its inputs. What a rule or a demo
 * teaches about a label helps or hurts on all examples of that label, as {@link Odds} says. On
 * inputs that are not known it guesses.
 *
 * <p>It simulates how a search goes, not what the task is like: a real model's mistakes follow from
 * what the examples say.
 */
final class ExamplesWorld implements World {
  private final TaskDefinition task;
  private final List<Example> examples;
  private final ExampleKnowledge knowledge;
  private final Advisor advisor;
  private final PromptReader reader;

  /**
   * Makes a world.
   *
   * @throws IllegalArgumentException if neither examples nor the task tell which answers there are
   */
  ExamplesWorld(TaskDefinition task, List<Example> examples) {
    this.task = task;
    this.examples = List.copyOf(examples);
    this.knowledge = new ExampleKnowledge(task, examples, task.seed());
    this.advisor = new Advisor(knowledge, Advisor.Reliability.USUAL);
    this.reader = new PromptReader(knowledge);
  }

  @Override
  public String name() {
    return "examples";
  }

  @Override
  public long seed() {
    return task.seed();
  }

  @Override
  public String task() {
    return task.task();
  }

  @Override
  public List<ModuleDefinition> modules() {
    return task.modules();
  }

  @Override
  public MetricDefinition metric() {
    return task.metric();
  }

  @Override
  public List<Map<String, String>> examples(int count) {
    return examples.stream().limit(count).map(ExamplesWorld::row).toList();
  }

  private static Map<String, String> row(Example example) {
    Map<String, String> row = new LinkedHashMap<>(example.inputs());
    row.putAll(example.expected());
    return row;
  }

  /** None, as no other examples are known. */
  @Override
  public List<Map<String, String>> testExamples(int count) {
    return List.of();
  }

  @Override
  public Question read(Prompt prompt) {
    return new WorldQuestion(
        task.seed() ^ prompt.fingerprint(), knowledge, advisor, reader.read(prompt));
  }

  /** The expected score on an example that is drawn from the known ones. */
  @Override
  public double accuracy(List<ShownPredictor> predictors) {
    if (predictors.size() != task.modules().size()) {
      throw new IllegalArgumentException(
          "a program of this world has "
              + task.modules().size()
              + " predictors, not "
              + predictors.size());
    }
    ShownPredictor answering = predictors.get(answeringModule());
    return Odds.mean(
        knowledge.keywords(), Lessons.read(answering.instructions(), answering.demos(), knowledge));
  }

  /** The position of the last module that writes the answer. */
  private int answeringModule() {
    for (int i = task.modules().size() - 1; i > 0; i--) {
      if (task.modules().get(i).signature().outputs().stream()
          .anyMatch(output -> output.name().equals(knowledge.answerField()))) {
        return i;
      }
    }
    return 0;
  }

  @Override
  public double start() {
    return Odds.mean(knowledge.keywords(), Lessons.NONE);
  }

  @Override
  public double attainable() {
    return knowledge.keywords().isEmpty() ? 0 : Odds.best(knowledge.keywords());
  }
}
