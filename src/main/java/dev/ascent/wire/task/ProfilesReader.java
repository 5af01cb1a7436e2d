package dev.ascent.wire.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.core.task.LmCache;
import dev.ascent.core.task.LmExtras;
import dev.ascent.core.task.LmKey;
import dev.ascent.core.task.LmLimits;
import dev.ascent.core.task.LmPrices;
import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.ModuleDefinition;
import dev.ascent.core.task.NamedProfiles;
import dev.ascent.wire.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads the models that a task talks to. */
final class ProfilesReader {
  private static final LmProfile NOTHING_SAID = LmProfile.of(null, null);

  private ProfilesReader() {}

  /** The task's own model. */
  static LmProfile own(Section section) {
    return profile(section, NOTHING_SAID);
  }

  /**
   * The other models.
   *
   * @param own from which they inherit
   * @param modules that may name them
   */
  static NamedProfiles named(Section top, LmProfile own, List<ModuleDefinition> modules) {
    Section section = top.section("lms");
    Map<String, LmProfile> byName = new LinkedHashMap<>();
    for (String name : section.names()) {
      checkName(section, name);
      byName.put(name, named(section.section(name), name, own));
    }
    String reflection = reflection(top.section("optimizer"), section.names());
    for (String name : section.names()) {
      boolean asked = modules.stream().anyMatch(module -> module.lm().equals(name));
      if (!asked && !name.equals(reflection)) {
        section.wrong(
            name,
            "a profile that is used: one that a module's `lm` or `optimizer.reflection-lm` names,"
                + " or `reflection`");
      }
    }
    return new NamedProfiles(byName, reflection);
  }

  private static void checkName(Section section, String name) {
    if (name.equals(LmProfile.OF_TASK)) {
      section.wrong(name, "another name, as this is the task's own model");
    } else if (!TaskKeys.NAME.accepts(Json.shared().getNodeFactory().textNode(name))) {
      section.wrong(name, "as its key a " + TaskKeys.NAME.description());
    }
  }

  private static String reflection(Section optimizer, List<String> names) {
    String fallback = names.contains(NamedProfiles.REFLECTION) ? NamedProfiles.REFLECTION : "";
    return reference(optimizer, "reflection-lm", fallback, names);
  }

  /** The value of a key that names a profile. */
  static String reference(Section section, String key, String fallback, List<String> names) {
    String name = section.text(key, fallback);
    if (name.isEmpty() || names.contains(name)) {
      return name;
    }
    section.wrong(
        key,
        names.isEmpty()
            ? "the name of a profile under `lms`, which has none"
            : "one of `lms`: `" + String.join("`, `", names) + "`" + Nearest.hint(name, names));
    return fallback;
  }

  private static LmProfile named(Section section, String name, LmProfile own) {
    LmProfile inherited = own;
    boolean elsewhere = !Objects.equals(url(section, own.baseUrl()), own.baseUrl());
    if (elsewhere) {
      // A key is for one server alone, and so is what a server wants besides.
      inherited = inherited.withKey(LmKey.NONE).withExtras(LmExtras.NONE);
    } else if (section.has("api-key-env") || section.has("api-key-file")) {
      inherited = inherited.withKey(new LmKey("", "", own.key().header()));
    }
    boolean other = section.has("model") && !section.text("model", "").equals(own.model());
    if (elsewhere || other) {
      inherited = inherited.withPrices(LmPrices.UNKNOWN);
    }
    return profile(section, inherited).withName(name);
  }

  private static LmProfile profile(Section section, LmProfile inherited) {
    LmKey key = inherited.key();
    LmPrices prices = inherited.prices();
    return new LmProfile(
        url(section, inherited.baseUrl()),
        value(section, "model", inherited.model(), null, JsonNode::textValue),
        new LmKey(
            value(section, "api-key-env", key.env(), "", JsonNode::textValue),
            value(section, "api-key-file", key.file(), "", JsonNode::textValue),
            section.text("api-key-header", key.header())),
        value(section, "temperature", inherited.temperature(), null, JsonNode::doubleValue),
        value(section, "max-tokens", inherited.maxTokens(), null, JsonNode::intValue),
        limits(section, inherited.limits()),
        new LmPrices(
            price(section, "prompt-usd-per-million", prices.promptUsdPerMillion()),
            price(section, "completion-usd-per-million", prices.completionUsdPerMillion()),
            price(section, "cached-usd-per-million", prices.cachedUsdPerMillion())),
        new LmExtras(
            value(
                section, "headers", inherited.extras().headers(), Map.of(), ProfilesReader::texts),
            value(section, "body", inherited.extras().body(), LmExtras.NONE.body(), Json::text)),
        LmProfile.OF_TASK);
  }

  private static String url(Section section, String inherited) {
    return value(
        section, "base-url", inherited, null, url -> url.textValue().replaceAll("/+$", ""));
  }

  private static Double price(Section section, String name, Double inherited) {
    return value(section, name, inherited, null, JsonNode::doubleValue);
  }

  private static LmLimits limits(Section section, LmLimits inherited) {
    return new LmLimits(
        section.integer("max-requests-in-flight", inherited.maxRequestsInFlight()),
        section.integer("timeout-seconds", inherited.timeoutSeconds()),
        count(section, "rollout-timeout-seconds", inherited.rolloutTimeoutSeconds()),
        count(section, "requests-per-minute", inherited.requestsPerMinute()),
        count(section, "tokens-per-minute", inherited.tokensPerMinute()),
        section.optional("adaptive", inherited.adaptive(), JsonNode::booleanValue),
        section.integer("samples-per-request", inherited.samplesPerRequest()),
        new LmCache(
            section.integer("cache-megabytes", inherited.cache().megabytes()),
            section.integer("cache-minutes", inherited.cache().minutes())));
  }

  private static Integer count(Section section, String name, Integer inherited) {
    return value(section, name, inherited, null, JsonNode::intValue);
  }

  private static <T> T value(
      Section section, String name, T inherited, T none, Function<JsonNode, T> as) {
    return section.optional(name, section.isNull(name) ? none : inherited, as);
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new TreeMap<>();
    object.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().textValue()));
    return texts;
  }

  /** Reports what a profile lacks that a budget is computed from. */
  static void requireFor(Section budget, Section section, LmProfile profile) {
    boolean tokens = budget.has("tokens") || budget.has("usd");
    if (tokens && profile.maxTokens() == null && !section.has("max-tokens")) {
      section.wrong("max-tokens", "integer of at least 1, as `budget` caps tokens or dollars");
    }
    if (budget.has("usd")) {
      requirePrice(section, "prompt-usd-per-million", profile.prices().promptUsdPerMillion());
      requirePrice(
          section, "completion-usd-per-million", profile.prices().completionUsdPerMillion());
    }
  }

  private static void requirePrice(Section section, String name, Double price) {
    if (price == null && !section.has(name)) {
      section.wrong(name, "number of at least 0, as `budget` caps dollars");
    }
  }
}
