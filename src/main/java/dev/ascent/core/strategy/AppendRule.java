package dev.ascent.core.strategy;

import dev.ascent.core.bucket.Bucket;
import dev.ascent.core.guard.CopiedRule;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Rollout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks a model what the better attempt of a bucket did that the worse one did not, and ends the
 * instructions of the modules concerned with the lesson.
 */
public final class AppendRule implements Strategy {
  public static final String NAME = "append_a_rule";

  private final boolean needsContrast;

  private AppendRule(boolean needsContrast) {
    this.needsContrast = needsContrast;
  }

  /**
   * As SIMBA does it: declines when the best attempt is among the minibatch's worst tenth or the
   * worst among its best tenth.
   */
  public static AppendRule fromContrast() {
    return new AppendRule(true);
  }

  /**
   * Learns from every failure: where no attempt did better, the contrast is the label, what people
   * said of a logged answer, or what the metric says.
   */
  public static AppendRule fromFailure() {
    return new AppendRule(false);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Preparation prepare(StrategyContext context) {
    Bucket bucket = context.bucket();
    if (needsContrast && bucket.best().score() <= context.lowScore()) {
      return new Preparation.Declined("best attempt is within the lowest tenth of scores");
    }
    if (needsContrast && bucket.worst().score() >= context.highScore()) {
      return new Preparation.Declined("worst attempt is within the highest tenth of scores");
    }
    if (!needsContrast && !bucket.isTelling()) {
      return new Preparation.Declined(
          "attempts are alike, and neither a label nor any feedback is known");
    }
    return new Preparation.Ask(
        Reflection.signature(bucket.example()),
        Reflection.inputs(context.source(), bucket, better(context), worse(context)));
  }

  /** The attempt to be shown as the better one, or null where all are alike and bad. */
  private static Rollout better(StrategyContext context) {
    Bucket bucket = context.bucket();
    boolean alikeAndBad = bucket.maxMinGap() <= 0 && bucket.best().score() <= context.highScore();
    return alikeAndBad ? null : bucket.best();
  }

  /** The attempt to be shown as the worse one, or null where all are alike and good. */
  private static Rollout worse(StrategyContext context) {
    Bucket bucket = context.bucket();
    boolean alikeAndGood = bucket.maxMinGap() <= 0 && bucket.best().score() > context.highScore();
    return alikeAndGood ? null : bucket.worst();
  }

  @Override
  public Proposal complete(StrategyContext context, Map<String, Object> answer) {
    Map<String, String> advice = new LinkedHashMap<>(Reflection.advice(answer));
    advice.keySet().retainAll(names(context.source()));
    if (advice.isEmpty()) {
      return new Proposal.Declined("the advice names no module of the program");
    }
    Example example = context.bucket().example();
    if (advice.values().removeIf(rule -> CopiedRule.isCopied(rule, example)) && advice.isEmpty()) {
      return new Proposal.Declined("the advice is mostly copied from the example");
    }
    List<String> sources = List.of(example.id());
    List<String> authors = example.contributors();
    Program candidate =
        context
            .source()
            .withPredictors(
                predictor ->
                    advice.containsKey(predictor.name())
                        ? predictor.withRule(
                            new Rule(advice.get(predictor.name()), sources, authors))
                        : predictor);
    return new Proposal.Proposed(candidate);
  }

  private static List<String> names(Program program) {
    return program.predictors().stream().map(Predictor::name).toList();
  }
}
