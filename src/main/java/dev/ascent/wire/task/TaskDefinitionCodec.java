package dev.ascent.wire.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.core.metric.MetricDefinition;
import dev.ascent.core.metric.MetricType;
import dev.ascent.core.task.BudgetSettings;
import dev.ascent.core.task.Caps;
import dev.ascent.core.task.Dataset;
import dev.ascent.core.task.LmExtras;
import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.OptimizerSettings;
import dev.ascent.core.task.PromotionPolicy;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.wire.Decoded;
import dev.ascent.wire.Found;
import dev.ascent.wire.Json;
import dev.ascent.wire.WireCodec;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * The records of the tasks topic: a task file as JSON with every default written out, plus {@code
 * version} and, for a bounded task, {@code dataset} with the numbers of its examples.
 *
 * <p>A record is read with the checks of a task file, except that unknown keys are ignored.
 */
public final class TaskDefinitionCodec {
  public static final int VERSION = 1;

  private static final String SOURCE = "task record";

  private TaskDefinitionCodec() {}

  public static byte[] encode(TaskDefinition task) {
    return Json.text(tree(task)).getBytes(StandardCharsets.UTF_8);
  }

  /** The record as a tree. */
  public static ObjectNode tree(TaskDefinition task) {
    ObjectNode record = Json.object();
    record.put("version", VERSION);
    record.put("task", task.task());
    ArrayNode modules = record.putObject("program").putArray("modules");
    task.modules().forEach(module -> modules.add(SignatureJson.write(module)));
    record.set("metric", metric(task.metric()));
    record.set("lm", withoutNulls(lm(task.lm())));
    if (!task.lms().byName().isEmpty()) {
      ObjectNode lms = record.putObject("lms");
      // Nulls say that nothing is inherited.
      task.lms().byName().forEach((name, profile) -> lms.set(name, lm(profile)));
    }
    record.set("optimizer", optimizer(task.optimizer(), task.lms().reflection()));
    record.set("budget", budget(task.budget()));
    record.set("promotion", promotion(task.promotion()));
    if (task.dataset() != null) {
      record.set("dataset", Json.tree(task.dataset()));
    }
    record.put("seed", task.seed());
    return record;
  }

  /** Reads a record; a complaint names the first field at fault and tells of all. */
  public static Decoded<TaskDefinition> decode(byte[] bytes) {
    return Json.parse(new String(bytes, StandardCharsets.UTF_8)).then(TaskDefinitionCodec::decode);
  }

  private static Decoded<TaskDefinition> decode(JsonNode tree) {
    if (!(tree instanceof ObjectNode record)) {
      return new Decoded.Malformed<>("", "expected an object, found " + Found.of(tree));
    }
    Decoded<JsonNode> version = WireCodec.checkVersion(record, VERSION);
    if (!record.hasNonNull("dataset")) {
      return version.then(checked -> decode(record, null));
    }
    return version
        .then(checked -> Json.read(record.get("dataset"), Dataset.class))
        .then(dataset -> decode(record, dataset));
  }

  private static Decoded<TaskDefinition> decode(ObjectNode record, Dataset dataset) {
    Problems problems = new Problems(SOURCE, Map.of(), Set.of());
    ParsedTask parsed = TaskReader.read(record, problems, dataset);
    if (parsed instanceof ParsedTask.Invalid invalid) {
      return new Decoded.Malformed<>(invalid.problems().get(0).path(), invalid.message());
    }
    return new Decoded.Value<>(((ParsedTask.Valid) parsed).task());
  }

  private static ObjectNode metric(MetricDefinition metric) {
    ObjectNode node = Json.object().put("type", metric.type().label()).put("field", metric.field());
    if (metric.type() == MetricType.NUMERIC) {
      node.put("tolerance", metric.tolerance());
    }
    if (metric.type() == MetricType.REGEX && !metric.pattern().isEmpty()) {
      node.put("pattern", metric.pattern());
    }
    if (metric.type() == MetricType.JSON_FIELD) {
      node.put("path", metric.path());
    }
    return node;
  }

  private static ObjectNode lm(LmProfile lm) {
    ObjectNode node = Json.object();
    node.put("base-url", lm.baseUrl());
    node.put("model", lm.model());
    node.put("api-key-env", emptyToNull(lm.key().env()));
    node.put("api-key-file", emptyToNull(lm.key().file()));
    node.put("api-key-header", lm.key().header());
    node.put("temperature", lm.temperature());
    node.put("max-tokens", lm.maxTokens());
    node.put("max-requests-in-flight", lm.limits().maxRequestsInFlight());
    node.put("timeout-seconds", lm.limits().timeoutSeconds());
    node.put("rollout-timeout-seconds", lm.limits().rolloutTimeoutSeconds());
    node.put("requests-per-minute", lm.limits().requestsPerMinute());
    node.put("tokens-per-minute", lm.limits().tokensPerMinute());
    node.put("adaptive", lm.limits().adaptive());
    node.put("samples-per-request", lm.limits().samplesPerRequest());
    node.put("cache-megabytes", lm.limits().cache().megabytes());
    node.put("cache-minutes", lm.limits().cache().minutes());
    node.put("prompt-usd-per-million", lm.prices().promptUsdPerMillion());
    node.put("completion-usd-per-million", lm.prices().completionUsdPerMillion());
    node.put("cached-usd-per-million", lm.prices().cachedUsdPerMillion());
    LmExtras extras = lm.extras();
    node.set("headers", extras.headers().isEmpty() ? null : Json.tree(extras.headers()));
    node.set("body", extras.equals(LmExtras.NONE) ? null : Json.parse(extras.body()).orThrow());
    return node;
  }

  private static ObjectNode optimizer(OptimizerSettings settings, String reflection) {
    ObjectNode node = Json.object();
    node.put("reflection-lm", emptyToNull(reflection));
    node.put("algorithm", settings.algorithm())
        .put("minibatch-size", settings.minibatchSize())
        .put("minibatch-seconds", settings.minibatchSeconds())
        .put("candidates", settings.candidates())
        .put("steps", settings.steps())
        .put("max-demos", settings.maxDemos())
        .put("max-rules", settings.maxRules())
        .put("max-prompt-tokens", settings.maxPromptTokens())
        .put("sampling-temperature", settings.samplingTemperature())
        .put("candidate-temperature", settings.candidateTemperature())
        .put("max-inflight-minibatches", settings.maxInflightMinibatches())
        .put("selection", settings.selection().label());
    return withoutNulls(node);
  }

  private static ObjectNode budget(BudgetSettings budget) {
    Caps total = budget.total();
    Caps perDay = budget.perDay();
    ObjectNode node = Json.object();
    node.set("rollouts", cap(total.rollouts(), perDay.rollouts()));
    node.set("tokens", cap(total.tokens(), perDay.tokens()));
    node.set("usd", cap(total.usd(), perDay.usd()));
    node.properties().removeIf(entry -> entry.getValue().isEmpty());
    return node;
  }

  private static ObjectNode cap(Number total, Number perDay) {
    ObjectNode node = Json.object();
    node.set("total", Json.tree(total));
    node.set("per-day", Json.tree(perDay));
    return withoutNulls(node);
  }

  private static ObjectNode promotion(PromotionPolicy policy) {
    ObjectNode node = Json.object();
    if (!policy.canaries().isEmpty()) {
      node.set("canaries", CanaryReader.write(policy.canaries()));
    }
    return node.put("alpha", policy.alpha())
        .put("attempts-per-period", policy.attemptsPerPeriod())
        .put("period-days", policy.periodDays())
        .put("min-gain", policy.minGain())
        .put("holdout-share", policy.holdoutShare())
        .put("approval", policy.approval())
        .put("live-share", policy.liveShare())
        .put("trust-logs", policy.trustLogs());
  }

  private static String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static ObjectNode withoutNulls(ObjectNode node) {
    node.properties().removeIf(entry -> entry.getValue().isNull());
    return node;
  }
}
