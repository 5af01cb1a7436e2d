package dev.ascent.core.strategy;

import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.Example;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows the bucket's example with its known answer. It needs no attempt to have succeeded, so that
 * a program which fails at everything can still begin to learn.
 *
 * <p>A predictor gets a demo if the example gives all of its inputs and at least one of its
 * outputs; one in the middle of a program, whose inputs nobody labelled, gets none.
 */
public final class DemoFromLabel implements Strategy {
  public static final String NAME = "demo_from_label";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Preparation prepare(StrategyContext context) {
    Example example = context.bucket().example();
    if (!example.hasLabel()) {
      return new Preparation.Declined("no label is known for the example");
    }
    Program candidate = context.source().withPredictors(predictor -> withDemo(predictor, example));
    return candidate.equals(context.source())
        ? new Preparation.Declined("no predictor's inputs and outputs are known from the label")
        : new Preparation.Ready(candidate);
  }

  @Override
  public Proposal complete(StrategyContext context, Map<String, Object> answer) {
    throw new IllegalStateException(NAME + " asks no model");
  }

  private static Predictor withDemo(Predictor predictor, Example example) {
    Map<String, String> known = new LinkedHashMap<>(example.expected());
    known.putAll(example.inputs());
    Map<String, String> inputs = pick(predictor.signature().inputs(), known);
    Map<String, String> outputs = pick(predictor.signature().outputs(), example.expected());
    if (inputs.size() < predictor.signature().inputs().size() || outputs.isEmpty()) {
      return predictor;
    }
    return predictor.withDemo(
        new Demo(inputs, outputs, List.of(example.id()), example.contributors()));
  }

  private static Map<String, String> pick(List<Field> fields, Map<String, String> values) {
    Map<String, String> picked = new LinkedHashMap<>();
    for (Field field : fields) {
      if (values.containsKey(field.name())) {
        picked.put(field.name(), values.get(field.name()));
      }
    }
    return picked;
  }
}
