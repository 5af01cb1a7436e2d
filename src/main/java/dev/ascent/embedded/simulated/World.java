package dev.ascent.embedded.simulated;

import dev.ascent.core.metric.MetricDefinition;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.task.ModuleDefinition;
import dev.ascent.core.task.TaskDefinition;
import java.util.List;
import java.util.Map;

/**
 * A made-up task of which everything is known: what a model answers to any prompt and with which
 * probability it is right. Pure: equal worlds answer equally, whatever was asked before.
 *
 * <p>It says nothing of how many modules a program has, what a rule looks like, what a demo is
 * worth or how an answer scores; an implementation decides these.
 */
public interface World {

  /** The world of that name, made from the seed; {@link #names} lists the names. */
  static World named(String name, long seed) {
    return NamedWorlds.make(name, seed);
  }

  /**
   * A world of a task's own labelled examples, for tasks whose answers are labels.
   *
   * @throws IllegalArgumentException if neither examples nor the task tell which answers there are
   */
  static World of(TaskDefinition task, List<Example> examples) {
    return new ExamplesWorld(task, examples);
  }

  /** The names of all worlds that have one. */
  static List<String> names() {
    return NamedWorlds.names();
  }

  String name();

  long seed();

  /** Name of the task that the world's examples belong to. */
  String task();

  /** The program to be improved, before anything was learned. */
  List<ModuleDefinition> modules();

  /** How answers are scored. */
  MetricDefinition metric();

  /** The first {@code count} training examples, inputs and labels by field name. */
  List<Map<String, String>> examples(int count);

  /** The first {@code count} test examples, all labels true; none is a training example. */
  List<Map<String, String>> testExamples(int count);

  /** Reads a prompt as the simulated model sees it. */
  Question read(Prompt prompt);

  /**
   * The expected score on a new example, computed and not sampled.
   *
   * @param predictors what each module is shown, in running order
   */
  double accuracy(List<ShownPredictor> predictors);

  /** The expected score of a program on a new example. */
  default double accuracy(Program program) {
    return accuracy(program.predictors().stream().map(ShownPredictor::of).toList());
  }

  /**
   * The same world once its model or its questions have changed; {@link #start} and {@link
   * #attainable} are still those of before.
   *
   * @throws IllegalArgumentException if this world stays as it is
   */
  default World after(Drift change) {
    throw new IllegalArgumentException("world '" + name() + "' knows no drift");
  }

  /**
   * The same world with a model that takes for an order whatever it reads and the world has not
   * written itself; {@link #start} and {@link #attainable} are those without orders.
   *
   * @throws IllegalArgumentException if this world has no such model
   */
  default World gullible() {
    throw new IllegalArgumentException("world '" + name() + "' knows no gullible model");
  }

  /** The expected score without any help. */
  double start();

  /** The highest expected score that any rules and demos reach. */
  double attainable();
}
