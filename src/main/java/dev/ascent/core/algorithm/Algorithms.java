package dev.ascent.core.algorithm;

import dev.ascent.core.algorithm.ascent.AscentAlgorithm;
import dev.ascent.core.algorithm.simba.SimbaAlgorithm;
import dev.ascent.core.task.TaskDefinition;

/** The algorithms that a task can name. */
public final class Algorithms {
  private Algorithms() {}

  /** The algorithm that the task names. */
  public static Algorithm of(TaskDefinition definition) {
    return switch (definition.optimizer().algorithm()) {
      case SimbaAlgorithm.NAME -> new SimbaAlgorithm(definition.optimizer());
      case AscentAlgorithm.NAME -> new AscentAlgorithm(definition);
      default ->
          throw new IllegalArgumentException(
              "no algorithm '" + definition.optimizer().algorithm() + "'");
    };
  }
}
