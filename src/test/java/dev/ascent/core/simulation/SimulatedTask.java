package dev.ascent.core.simulation;

import dev.ascent.core.minibatch.HoldoutSplit;
import dev.ascent.core.program.Field;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.embedded.simulated.World;
import dev.ascent.testing.TaskBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A world's task, its examples split between training and holdout as the job splits them.
 *
 * @param world who knows the truth
 * @param definition what people want
 * @param training examples in order of arrival
 * @param holdout examples in order of arrival
 */
public record SimulatedTask(
    World world, TaskDefinition definition, List<Example> training, List<Example> holdout) {

  /** A task whose examples are a file. */
  public static SimulatedTask ofFile(World world, int examples, TaskBuilder settings) {
    return of(world, examples, settings, true);
  }

  /** A task whose examples are a stream, all of which have arrived. */
  public static SimulatedTask ofStream(World world, int examples, TaskBuilder settings) {
    return of(world, examples, settings, false);
  }

  private static SimulatedTask of(
      World world, int examples, TaskBuilder settings, boolean isBounded) {
    TaskDefinition definition = settings.modules(world.modules()).metric(world.metric()).build();
    HoldoutSplit split = new HoldoutSplit(definition.task(), definition.promotion().holdoutShare());
    List<Example> training = new ArrayList<>();
    List<Example> holdout = new ArrayList<>();
    int line = 0;
    for (Map<String, String> row : world.examples(examples)) {
      Example example =
          Example.labelled(
              "train.jsonl:" + ++line,
              pick(row, definition.inputs()),
              pick(row, definition.outputs()));
      (split.isHoldout(example.inputs()) ? holdout : training).add(example);
    }
    if (isBounded) {
      settings.dataset(training.size(), holdout.size());
    }
    return new SimulatedTask(world, settings.build(), List.copyOf(training), List.copyOf(holdout));
  }

  private static Map<String, String> pick(Map<String, String> row, List<Field> fields) {
    Map<String, String> picked = new LinkedHashMap<>();
    for (Field field : fields) {
      if (row.containsKey(field.name())) {
        picked.put(field.name(), row.get(field.name()));
      }
    }
    return picked;
  }
}
