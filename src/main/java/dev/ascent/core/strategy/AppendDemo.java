package dev.ascent.core.strategy;

import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.PredictorCall;
import dev.ascent.core.rollout.Rollout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows the bucket's best attempt to every predictor that took part in it, as one more demo each.
 * Declines when the best attempt is among the minibatch's worst tenth.
 */
public final class AppendDemo implements Strategy {
  public static final String NAME = "append_a_demo";

  /** Longer inputs are cut, as a demo is paid for in every later prompt. */
  private static final int MAX_INPUT_CHARACTERS = 100_000;

  private static final String CUT_MARK = " [cut]";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Preparation prepare(StrategyContext context) {
    Rollout best = context.bucket().best();
    if (best.score() <= context.lowScore()) {
      return new Preparation.Declined("best attempt is within the lowest tenth of scores");
    }
    return new Preparation.Ready(withDemos(context, best));
  }

  @Override
  public Proposal complete(StrategyContext context, Map<String, Object> answer) {
    throw new IllegalStateException(NAME + " asks no model");
  }

  private static Program withDemos(StrategyContext context, Rollout best) {
    List<String> sources = List.of(best.key().example());
    List<String> authors = context.bucket().example().contributors();
    Map<String, Demo> lastOfEach = new LinkedHashMap<>();
    for (PredictorCall call : best.trajectory()) {
      lastOfEach.put(
          call.predictor(), new Demo(cut(call.inputs()), call.outputs(), sources, authors));
    }
    return context.source().withPredictors(predictor -> withDemo(predictor, lastOfEach));
  }

  private static Predictor withDemo(Predictor predictor, Map<String, Demo> demos) {
    Demo demo = demos.get(predictor.name());
    return demo == null ? predictor : predictor.withDemo(demo);
  }

  private static Map<String, String> cut(Map<String, String> inputs) {
    Map<String, String> kept = new LinkedHashMap<>(inputs);
    kept.replaceAll(
        (name, value) ->
            value.length() <= MAX_INPUT_CHARACTERS
                ? value
                : value.substring(0, MAX_INPUT_CHARACTERS) + CUT_MARK);
    return kept;
  }
}
