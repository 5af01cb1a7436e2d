package dev.ascent.core.algorithm.simba;

import static dev.ascent.core.algorithm.simba.DspyRecords.doubles;
import static dev.ascent.core.algorithm.simba.DspyRecords.integers;
import static dev.ascent.core.algorithm.simba.DspyRecords.list;
import static dev.ascent.core.algorithm.simba.DspyRecords.numbers;
import static dev.ascent.core.algorithm.simba.DspyRecords.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.core.bucket.Bucket;
import dev.ascent.core.bucket.Percentile;
import dev.ascent.core.bucket.RankedBuckets;
import dev.ascent.core.pool.PooledProgram;
import dev.ascent.core.program.ModuleType;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Signature;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.selection.Softmax;
import dev.ascent.core.strategy.AppendDemo;
import dev.ascent.core.strategy.AppendRule;
import dev.ascent.core.strategy.Preparation;
import dev.ascent.core.strategy.StrategyContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares SIMBA's building blocks with the tables of DSPy's helper functions. */
class DspyTablesTest {
  private static final double LAST_DIGITS = 1e-12;

  @Test
  void everyTableIsCompared() {
    assertThat(DspyRecords.names(DspyRecords.all().get("tables")))
        .containsExactlyInAnyOrder(
            "percentile", "softmax", "topPrograms", "thresholds", "batches", "evenSpacing");
    assertThat(DspyRecords.all().get("dspy").asText()).isEqualTo("3.4.1");
  }

  static List<JsonNode> percentiles() {
    return table("percentile");
  }

  @ParameterizedTest
  @MethodSource("percentiles")
  void percentilesAgreeToTheLastBit(JsonNode row) {
    Set<String> percents = DspyRecords.names(row.get("percentiles"));

    assertThat(percents).contains("0", "10", "90", "100");
    for (String percent : percents) {
      assertThat(Percentile.of(doubles(row.get("values")), Double.parseDouble(percent)))
          .isEqualTo(row.get("percentiles").get(percent).asDouble());
    }
  }

  @Test
  void softmaxAgreesWhereverDspyHasWeights() {
    Set<String> outcomes = new TreeSet<>();
    for (JsonNode row : table("softmax")) {
      double temperature = row.get("temperature").asDouble();
      double[] scores = doubles(row.get("scores"));
      String outcome = row.get("outcome").asText();
      outcomes.add(outcome);
      if (temperature <= 0) {
        assertThatThrownBy(() -> new Softmax(temperature))
            .isInstanceOf(IllegalArgumentException.class);
      } else if (scores.length == 0) {
        assertThatThrownBy(() -> new Softmax(temperature).probabilities(scores))
            .isInstanceOf(IllegalArgumentException.class);
      } else if (outcome.equals("weights")) {
        assertThat(new Softmax(temperature).probabilities(scores))
            .containsExactly(doubles(row.get("weights")), within(LAST_DIGITS));
      } else {
        assertPrefersTheBest(scores, new Softmax(temperature).probabilities(scores));
      }
    }
    assertThat(outcomes).containsExactly("error", "uniform", "weights");
  }

  /**
   * Where DSPy's exponentials overflow it fails, and where they all vanish it draws uniformly; with
   * the largest score subtracted neither happens, and the best is drawn as it should be.
   */
  private static void assertPrefersTheBest(double[] scores, double[] probabilities) {
    double best = Arrays.stream(scores).max().orElseThrow();
    double ofBest = 0;
    for (int i = 0; i < scores.length; i++) {
      ofBest += scores[i] == best ? probabilities[i] : 0;
    }
    assertThat(Arrays.stream(probabilities).sum()).isCloseTo(1, within(LAST_DIGITS));
    assertThat(ofBest).isGreaterThan(0.9999);
  }

  @Test
  void theSameProgramsAreTheBest() {
    for (JsonNode row : table("topPrograms")) {
      List<PooledProgram> pool = new ArrayList<>();
      Map<String, Integer> numbers = new HashMap<>();
      for (JsonNode recorded : row.get("pool")) {
        Program program = program(recorded.get("program").asInt());
        numbers.put(program.id(), recorded.get("program").asInt());
        pool.add(PooledProgram.unknown(program).evaluated(numbers(recorded.get("scores"))));
      }
      assertThat(pool.stream().map(PooledProgram::evaluationMean).toList())
          .isEqualTo(numbers(row.get("means")));
      for (String count : DspyRecords.names(row.get("top"))) {
        List<PooledProgram> best =
            Baseline.withBest(pool, program(0).id(), Integer.parseInt(count));
        assertThat(best.stream().map(pooled -> numbers.get(pooled.id())).toList())
            .isEqualTo(integers(row.get("top").get(count)));
      }
    }
  }

  private static Program program(int number) {
    Signature signature = new Signature("program " + number, List.of(), List.of());
    return Program.start(List.of(Predictor.untrained("route", ModuleType.PREDICT, signature)));
  }

  @Test
  void theSameAttemptsAreDeclined() {
    Set<String> withheld = new TreeSet<>();
    for (JsonNode row : table("thresholds")) {
      double worst = row.get("worst").asDouble();
      List<Rollout> rollouts =
          List.of(
              DspyRecords.rollout(0, 0, row.get("best").asDouble(), List.of()),
              DspyRecords.rollout(0, 1, worst, List.of()));
      StrategyContext context =
          new StrategyContext(
              program(0),
              Bucket.of(DspyRecords.example(0), rollouts),
              row.get("percentile10").asDouble(),
              row.get("percentile90").asDouble());
      Preparation rule = AppendRule.fromContrast().prepare(context);

      assertThat(!(new AppendDemo().prepare(context) instanceof Preparation.Declined))
          .isEqualTo(row.get("append_a_demo").asBoolean());
      assertThat(rule instanceof Preparation.Ask).isEqualTo(row.get("append_a_rule").asBoolean());
      if (rule instanceof Preparation.Ask ask) {
        withheld.add(row.get("withheld").asText());
        boolean hidesBest = row.get("withheld").asText().equals("best");
        assertThat(ask.inputs().get("better_score").equals("none")).isEqualTo(hidesBest);
        assertThat(ask.inputs().get("better_trajectory").equals("none")).isEqualTo(hidesBest);
        assertThat(ask.inputs().get("worse_score")).isEqualTo(worst);
      }
    }
    assertThat(withheld).containsExactly("best", "null");
  }

  static List<JsonNode> batches() {
    return table("batches");
  }

  @ParameterizedTest
  @MethodSource("batches")
  void bucketsRankAlikeTiesIncluded(JsonNode row) {
    RankedBuckets ranked = DspyRecords.ranked(row.get("scores"));

    assertThat(ranked.lowScore()).isEqualTo(row.get("percentile10").asDouble());
    assertThat(ranked.highScore()).isEqualTo(row.get("percentile90").asDouble());
    assertThat(ranked.meanScore()).isCloseTo(row.get("baseline").asDouble(), within(LAST_DIGITS));
    assertThat(ranked.buckets()).hasSameSizeAs(list(row.get("buckets")));
    for (int i = 0; i < ranked.buckets().size(); i++) {
      Bucket bucket = ranked.buckets().get(i);
      JsonNode recorded = row.get("buckets").get(i);
      assertThat(bucket.example().id()).isEqualTo("e" + recorded.get("position").asInt());
      assertThat(bucket.rollouts().stream().map(Rollout::score).toList())
          .isEqualTo(numbers(recorded.get("scores")));
      assertThat(bucket.maxMinGap()).isEqualTo(recorded.get("maxMinGap").asDouble());
      assertThat(bucket.best().score()).isEqualTo(recorded.get("maxScore").asDouble());
      assertThat(bucket.maxMeanGap()).isEqualTo(recorded.get("maxMeanGap").asDouble());
    }
  }

  @Test
  void winnersAreSpreadAlike() {
    for (JsonNode row : table("evenSpacing")) {
      assertThat(EvenSpacing.of(row.get("m").asInt(), row.get("n").asInt()))
          .isEqualTo(integers(row.get("chosen")));
    }
  }
}
