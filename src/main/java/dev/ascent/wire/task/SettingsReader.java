package dev.ascent.wire.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.core.task.BudgetSettings;
import dev.ascent.core.task.Caps;
import dev.ascent.core.task.OptimizerDefaults;
import dev.ascent.core.task.OptimizerSettings;
import dev.ascent.core.task.PromotionPolicy;
import dev.ascent.core.task.SelectionType;
import dev.ascent.wire.Labels;
import java.util.List;
import java.util.function.Function;

/** Reads the sections of a task that say how to search and what may be spent. */
final class SettingsReader {
  private static final double ALPHA = 0.05;
  private static final int ATTEMPTS_PER_PERIOD = 20;
  private static final int PERIOD_DAYS = 30;

  private SettingsReader() {}

  static OptimizerSettings optimizer(Section section, OptimizerSettings defaults) {
    return new OptimizerSettings(
        defaults.algorithm(),
        section.integer("minibatch-size", defaults.minibatchSize()),
        section.integer("minibatch-seconds", defaults.minibatchSeconds()),
        section.integer("candidates", defaults.candidates()),
        section.integer("steps", defaults.steps()),
        section.integer("max-demos", defaults.maxDemos()),
        section.integer("max-rules", defaults.maxRules()),
        section.number("sampling-temperature", defaults.samplingTemperature()),
        section.number("candidate-temperature", defaults.candidateTemperature()),
        section.integer("max-inflight-minibatches", defaults.maxInflightMinibatches()),
        selection(section, defaults),
        section.integer("max-prompt-tokens", defaults.maxPromptTokens()));
  }

  /** Refused where it would change nothing, so that nobody compares what are equal searches. */
  private static SelectionType selection(Section section, OptimizerSettings defaults) {
    SelectionType selection =
        section.optional(
            "selection",
            defaults.selection(),
            label -> Labels.selectionType(label.textValue()).orElseThrow());
    if (!defaults.algorithm().equals(OptimizerDefaults.SIMBA)
        && selection != defaults.selection()) {
      section.wrong(
          "selection",
          "`%s`, as `%s` does not choose from a pool; the others belong to `%s`"
              .formatted(
                  defaults.selection().label(), defaults.algorithm(), OptimizerDefaults.SIMBA));
    }
    return selection;
  }

  static PromotionPolicy promotion(Section section, OptimizerDefaults defaults) {
    return new PromotionPolicy(
        section.number("alpha", ALPHA),
        section.integer("attempts-per-period", ATTEMPTS_PER_PERIOD),
        section.integer("period-days", PERIOD_DAYS),
        section.number("min-gain", 0),
        section.number("holdout-share", defaults.holdoutShare()),
        section.optional("approval", false, JsonNode::booleanValue),
        List.of(),
        section.number("live-share", PromotionPolicy.DEFAULT_LIVE_SHARE),
        section.optional("trust-logs", false, JsonNode::booleanValue));
  }

  static BudgetSettings budget(Section section) {
    return new BudgetSettings(caps(section, "total"), caps(section, "per-day"));
  }

  private static Caps caps(Section budget, String span) {
    return new Caps(
        cap(budget, "rollouts", span, JsonNode::longValue),
        cap(budget, "tokens", span, JsonNode::longValue),
        cap(budget, "usd", span, JsonNode::doubleValue));
  }

  private static <T> T cap(Section budget, String name, String span, Function<JsonNode, T> as) {
    if (budget.holdsObject(name)) {
      return budget.section(name).optional(span, null, as);
    }
    T total = budget.optional(name, null, as);
    return span.equals("total") ? total : null;
  }
}
