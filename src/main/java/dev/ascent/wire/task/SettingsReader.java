package dev.ascent.wire.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.core.task.BudgetSettings;
import dev.ascent.core.task.Caps;
import dev.ascent.core.task.LmExtras;
import dev.ascent.core.task.LmKey;
import dev.ascent.core.task.LmLimits;
import dev.ascent.core.task.LmPrices;
import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.OptimizerDefaults;
import dev.ascent.core.task.OptimizerSettings;
import dev.ascent.core.task.PromotionPolicy;
import dev.ascent.wire.Json;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads the sections of a task that say how to search and what may be spent. */
final class SettingsReader {
  private static final double ALPHA = 0.05;
  private static final int ATTEMPTS_PER_PERIOD = 20;
  private static final int PERIOD_DAYS = 30;

  private SettingsReader() {}

  static LmProfile lm(Section section) {
    return new LmProfile(
        section.optional("base-url", null, url -> url.textValue().replaceAll("/+$", "")),
        section.text("model", null),
        new LmKey(
            section.text("api-key-env", ""),
            section.text("api-key-file", ""),
            section.text("api-key-header", LmKey.AUTHORIZATION)),
        section.optional("temperature", null, JsonNode::doubleValue),
        section.optional("max-tokens", null, JsonNode::intValue),
        limits(section),
        new LmPrices(
            section.optional("prompt-usd-per-million", null, JsonNode::doubleValue),
            section.optional("completion-usd-per-million", null, JsonNode::doubleValue),
            section.optional("cached-usd-per-million", null, JsonNode::doubleValue)),
        new LmExtras(
            section.optional("headers", Map.of(), SettingsReader::texts),
            section.optional("body", LmExtras.NONE.body(), Json::text)));
  }

  private static LmLimits limits(Section section) {
    return new LmLimits(
        section.integer("max-requests-in-flight", LmLimits.DEFAULT.maxRequestsInFlight()),
        section.integer("timeout-seconds", LmLimits.DEFAULT.timeoutSeconds()),
        section.optional("rollout-timeout-seconds", null, JsonNode::intValue),
        section.optional("requests-per-minute", null, JsonNode::intValue),
        section.optional("tokens-per-minute", null, JsonNode::intValue),
        section.optional("adaptive", LmLimits.DEFAULT.adaptive(), JsonNode::booleanValue),
        section.integer("samples-per-request", LmLimits.DEFAULT.samplesPerRequest()));
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new TreeMap<>();
    object.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().textValue()));
    return texts;
  }

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
        section.integer("max-inflight-minibatches", defaults.maxInflightMinibatches()));
  }

  static PromotionPolicy promotion(Section section, OptimizerDefaults defaults) {
    return new PromotionPolicy(
        section.number("alpha", ALPHA),
        section.integer("attempts-per-period", ATTEMPTS_PER_PERIOD),
        section.integer("period-days", PERIOD_DAYS),
        section.number("min-gain", 0),
        section.number("holdout-share", defaults.holdoutShare()),
        section.optional("approval", false, JsonNode::booleanValue));
  }

  /** The caps; the profile has to have what the spend is computed from. */
  static BudgetSettings budget(Section section, Section lm) {
    if ((section.has("tokens") || section.has("usd")) && !lm.has("max-tokens")) {
      lm.wrong("max-tokens", "integer of at least 1, as `budget` caps tokens or dollars");
    }
    for (String price : new String[] {"prompt-usd-per-million", "completion-usd-per-million"}) {
      if (section.has("usd") && !lm.has(price)) {
        lm.wrong(price, "number of at least 0, as `budget` caps dollars");
      }
    }
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
