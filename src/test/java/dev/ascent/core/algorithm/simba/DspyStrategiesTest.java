package dev.ascent.core.algorithm.simba;

import static dev.ascent.core.algorithm.simba.DspyRecords.BEST_TOO_LOW;
import static dev.ascent.core.algorithm.simba.DspyRecords.WORST_TOO_HIGH;
import static dev.ascent.core.algorithm.simba.DspyRecords.integers;
import static dev.ascent.core.algorithm.simba.DspyRecords.isWithoutEffect;
import static dev.ascent.core.algorithm.simba.DspyRecords.signature;
import static dev.ascent.core.algorithm.simba.DspyRecords.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.core.bucket.Bucket;
import dev.ascent.core.program.Demo;
import dev.ascent.core.program.ModuleType;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.rollout.PredictorCall;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.strategy.AppendDemo;
import dev.ascent.core.strategy.AppendRule;
import dev.ascent.core.strategy.Preparation;
import dev.ascent.core.strategy.Proposal;
import dev.ascent.core.strategy.StrategyContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Drops demos and applies strategies where recorded runs of DSPy's SIMBA did: the programs have to
 * keep, gain and refuse the same.
 */
class DspyStrategiesTest {
  @ParameterizedTest(name = "{0}")
  @ArgumentsSource(DspyRuns.class)
  void demosAreDroppedAlike(JsonNode run) {
    DemoDrop drop = new DemoDrop(run.get("settings").get("demos").asInt());
    for (JsonNode step : run.get("steps")) {
      for (JsonNode attempt : step.get("attempts")) {
        Program source = withDemos(attempt.get("demosBefore"));
        int demos = source.demoCount();
        Set<Integer> drawn = new HashSet<>(integers(attempt.get("drawn")));

        assertThat(drop.mean(demos)).isEqualTo(attempt.get("poissonRate").asDouble());
        assertThat(drop.draws(demos, attempt.get("poissonDraw").asInt()))
            .isEqualTo(attempt.get("drawn").size())
            .isEqualTo(attempt.get("toDrop").asInt());
        assertThat(demosOf(DemoDrop.without(source, drawn)))
            .isEqualTo(textsByName(attempt.get("demosKept")));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @ArgumentsSource(DspyRuns.class)
  void strategiesDeclineAndChangeAlike(JsonNode run) {
    for (JsonNode step : run.get("steps")) {
      for (JsonNode attempt : step.get("attempts")) {
        JsonNode recorded = step.get("buckets").get(attempt.get("bucket").asInt());
        Bucket bucket =
            DspyRecords.bucket(
                step.get("scores"), recorded.get("position").asInt(), trajectory(attempt));
        assertRollout(bucket.best(), attempt.get("best"));
        assertRollout(bucket.worst(), attempt.get("worst"));
        StrategyContext context =
            new StrategyContext(
                withDemos(attempt.get("demosKept")),
                bucket,
                step.get("percentile10").asDouble(),
                step.get("percentile90").asDouble());
        if (attempt.get("strategy").asText().equals(AppendDemo.NAME)) {
          assertSameDemo(attempt, context);
        } else {
          assertThat(attempt.get("strategy").asText()).isEqualTo(AppendRule.NAME);
          assertSameRule(attempt, context);
        }
      }
    }
  }

  private static void assertRollout(Rollout rollout, JsonNode recorded) {
    assertThat(rollout.key().sample()).isEqualTo(recorded.get("sample").asInt());
    assertThat(rollout.score()).isEqualTo(recorded.get("score").asDouble());
  }

  private static void assertSameDemo(JsonNode attempt, StrategyContext context) {
    Preparation preparation = new AppendDemo().prepare(context);
    if (attempt.get("outcome").asText().equals("declined")) {
      assertThat(texts(attempt.get("reasons"))).containsExactly(BEST_TOO_LOW);
      assertThat(preparation).isInstanceOf(Preparation.Declined.class);
      return;
    }
    Map<String, List<String>> expected = textsByName(attempt.get("demosKept"));
    attempt
        .get("demosAdded")
        .properties()
        .forEach(added -> expected.get(added.getKey()).add(added.getValue().asText()));
    assertThat(demosOf(((Preparation.Ready) preparation).candidate())).isEqualTo(expected);
  }

  private static void assertSameRule(JsonNode attempt, StrategyContext context) {
    AppendRule strategy = AppendRule.fromContrast();
    Preparation preparation = strategy.prepare(context);
    switch (attempt.get("outcome").asText()) {
      case "declined" ->
          assertThat(preparation)
              .isEqualTo(new Preparation.Declined(reason(texts(attempt.get("reasons")).get(0))));
      case "failed" -> assertThat(preparation).isInstanceOf(Preparation.Ask.class);
      default -> {
        assertThat(preparation).isInstanceOf(Preparation.Ask.class);
        assertSameAdvice(attempt, strategy, context);
      }
    }
  }

  private static String reason(String recorded) {
    return switch (recorded) {
      case BEST_TOO_LOW -> "best attempt is within the lowest tenth of scores";
      case WORST_TOO_HIGH -> "worst attempt is within the highest tenth of scores";
      default -> throw new AssertionError("unknown reason " + recorded);
    };
  }

  private static void assertSameAdvice(
      JsonNode attempt, AppendRule strategy, StrategyContext context) {
    Map<String, Object> advice = new HashMap<>();
    attempt
        .get("rulesAdded")
        .properties()
        .forEach(rule -> advice.put(rule.getKey(), rule.getValue().asText()));
    if (isWithoutEffect(attempt)) {
      advice.put("elsewhere", "be careful");
    }
    Proposal proposal =
        strategy.complete(context, Map.of("discussion", "", "module_advice", advice));
    if (isWithoutEffect(attempt)) {
      assertThat(proposal).isInstanceOf(Proposal.Declined.class);
      return;
    }
    Program candidate = ((Proposal.Proposed) proposal).candidate();
    assertThat(demosOf(candidate)).isEqualTo(textsByName(attempt.get("demosKept")));
    for (Predictor predictor : candidate.predictors()) {
      assertThat(predictor.rules().stream().map(Rule::text).toList())
          .isEqualTo(
              advice.containsKey(predictor.name())
                  ? List.of(advice.get(predictor.name()))
                  : List.of());
    }
  }

  private static Program withDemos(JsonNode demos) {
    List<Predictor> predictors = new ArrayList<>();
    demos
        .properties()
        .forEach(
            predictor ->
                predictors.add(
                    Predictor.untrained(
                            predictor.getKey(), ModuleType.PREDICT, signature(predictor.getKey()))
                        .withDemos(
                            texts(predictor.getValue()).stream()
                                .map(t -> new Demo(Map.of("text", t), Map.of(), List.of()))
                                .toList())));
    return Program.start(predictors);
  }

  private static Map<String, List<String>> demosOf(Program program) {
    Map<String, List<String>> demos = new LinkedHashMap<>();
    for (Predictor predictor : program.predictors()) {
      demos.put(
          predictor.name(),
          predictor.demos().stream().map(demo -> demo.inputs().get("text")).toList());
    }
    return demos;
  }

  private static Map<String, List<String>> textsByName(JsonNode object) {
    Map<String, List<String>> byName = new LinkedHashMap<>();
    object
        .properties()
        .forEach(entry -> byName.put(entry.getKey(), new ArrayList<>(texts(entry.getValue()))));
    return byName;
  }

  /** The best attempt's calls, as far as they became demos. */
  private static List<PredictorCall> trajectory(JsonNode attempt) {
    List<PredictorCall> calls = new ArrayList<>();
    if (attempt.has("demosAdded")) {
      attempt
          .get("demosAdded")
          .properties()
          .forEach(
              added ->
                  calls.add(
                      new PredictorCall(
                          added.getKey(),
                          Map.of("text", added.getValue().asText()),
                          Map.of("label", "?"))));
    }
    return calls;
  }
}
