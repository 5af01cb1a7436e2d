package dev.ascent.core.algorithm.simba;

import static dev.ascent.core.algorithm.simba.DspyRecords.BEST_TOO_LOW;
import static dev.ascent.core.algorithm.simba.DspyRecords.WORST_TOO_HIGH;
import static dev.ascent.core.algorithm.simba.DspyRecords.integers;
import static dev.ascent.core.algorithm.simba.DspyRecords.isWithoutEffect;
import static dev.ascent.core.algorithm.simba.DspyRecords.list;
import static dev.ascent.core.algorithm.simba.DspyRecords.numbers;
import static dev.ascent.core.algorithm.simba.DspyRecords.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.core.algorithm.Draft;
import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.algorithm.Sampling;
import dev.ascent.core.algorithm.Source;
import dev.ascent.core.algorithm.Trial;
import dev.ascent.core.bucket.Bucket;
import dev.ascent.core.bucket.RankedBuckets;
import dev.ascent.core.minibatch.ExampleQueue;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.PooledProgram;
import dev.ascent.core.random.Seeds;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.selection.Softmax;
import dev.ascent.testing.ScriptedRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Replays runs of DSPy's SIMBA decision by decision: given what DSPy had drawn and measured, this
 * SIMBA has to decide the same.
 *
 * <p>In two things it differs by design, so that the records can't be replayed there: a program
 * that equals its parent is not run again (DSPy runs it, and its scores are taken as those of a
 * program of its own here), and a failed strategy does not make room for one more attempt.
 */
class DspyDecisionsTest {
  private static final double LAST_DIGITS = 1e-12;

  @Test
  void everyKindOfRecordIsReplayed() {
    Set<String> kinds = new TreeSet<>();
    for (JsonNode run : DspyRecords.runs()) {
      kinds.add("run " + run.get("name").asText());
      assertThat(DspyRecords.names(run))
          .containsExactly("end", "name", "seed", "settings", "shuffles", "startDemos", "steps");
      assertThat(run.get("steps")).hasSize(run.get("settings").get("steps").asInt());
      for (JsonNode step : run.get("steps")) {
        assertThat(DspyRecords.names(step))
            .containsExactlyInAnyOrder(
                "step",
                "batch",
                "pool",
                "topPrograms",
                "samplingPick",
                "scores",
                "percentile10",
                "percentile90",
                "baseline",
                "buckets",
                "sourcePick",
                "attempts",
                "candidateScores",
                "candidateMeans",
                "winner");
        for (JsonNode attempt : step.get("attempts")) {
          kinds.add(attempt.get("strategy").asText() + " " + attempt.get("outcome").asText());
          texts(attempt.get("reasons")).forEach(reason -> kinds.add("reason " + reason));
          kinds.add(attempt.get("drawn").isEmpty() ? "nothing dropped" : "demos dropped");
          if (isWithoutEffect(attempt)) {
            kinds.add("advice for no known module");
          }
        }
      }
    }
    assertThat(kinds)
        .containsExactlyInAnyOrder(
            "run labels",
            "run graded",
            "run two-modules",
            "run no-demos-wanted",
            "run no-success",
            "append_a_demo applied",
            "append_a_demo declined",
            "append_a_rule applied",
            "append_a_rule declined",
            "append_a_rule failed",
            "reason " + BEST_TOO_LOW,
            "reason " + WORST_TOO_HIGH,
            "nothing dropped",
            "demos dropped",
            "advice for no known module");
  }

  @ParameterizedTest(name = "{0}")
  @ArgumentsSource(DspyRuns.class)
  void minibatchesFollowThePassesOfDspy(JsonNode run) {
    JsonNode settings = run.get("settings");
    Map<Integer, List<String>> orders = new HashMap<>();
    run.get("shuffles")
        .forEach(s -> orders.put(s.get("beforeStep").asInt(), texts(s.get("order"))));
    ExampleQueue queue = ExampleQueue.EMPTY;
    for (int position = 0; position < settings.get("trainExamples").asInt(); position++) {
      queue = queue.addAll(List.of(Integer.toString(position)));
    }
    for (JsonNode step : run.get("steps")) {
      List<String> order = orders.remove(step.get("step").asInt());
      List<String> before = Stream.concat(queue.kept().stream(), queue.fresh().stream()).toList();
      ScriptedRandom random =
          ScriptedRandom.ofPositions(order == null ? List.of() : swaps(before, order));
      ExampleQueue.Draw draw = queue.drawPass(settings.get("minibatch").asInt(), random);

      assertThat(draw.ids()).isEqualTo(texts(step.get("batch")));
      assertThat(random.isUsedUp()).isTrue();
      queue = draw.rest();
    }
    assertThat(orders).isEmpty();
  }

  /** The draws with which the shuffle of Fisher and Yates turns one order into the other. */
  private static List<Integer> swaps(List<String> from, List<String> to) {
    List<String> order = new ArrayList<>(from);
    List<Integer> draws = new ArrayList<>();
    for (int i = order.size() - 1; i > 0; i--) {
      int j = order.indexOf(to.get(i));
      draws.add(j);
      order.set(j, order.get(i));
      order.set(i, to.get(i));
    }
    return draws;
  }

  @ParameterizedTest(name = "{0}")
  @ArgumentsSource(DspyRuns.class)
  void programsAreSampledAsDspyDrewThem(JsonNode run) {
    DspyReplay replay = new DspyReplay(run);
    for (JsonNode step : run.get("steps")) {
      JsonNode pick = step.get("samplingPick");
      List<Double> uniforms = new ArrayList<>();
      pick.get("uniforms").forEach(row -> uniforms.addAll(numbers(row)));
      List<Integer> chosen = new ArrayList<>();
      pick.get("chosen").forEach(row -> chosen.addAll(integers(row)));

      Sampling sampling =
          replay
              .algorithm()
              .sample(replay.pool(), replay.minibatch(step), ScriptedRandom.ofUniforms(uniforms));

      assertThat(sampling.sources().stream().map(Source::id).map(replay::number).toList())
          .isEqualTo(integers(step.get("topPrograms")))
          .isEqualTo(integers(pick.get("programs")));
      assertThat(
              new Softmax(run.get("settings").get("samplingTemperature").asDouble())
                  .probabilities(sampling.sources().stream().mapToDouble(Source::score).toArray()))
          .containsExactly(DspyRecords.doubles(pick.get("weights")), within(LAST_DIGITS));
      assertThat(sampling.trials().stream().map(Trial::program).map(replay::number).toList())
          .isEqualTo(chosen);
      replay.conclude(step);
    }
  }

  @ParameterizedTest(name = "{0}")
  @ArgumentsSource(DspyRuns.class)
  void bucketsAreRankedAlike(JsonNode run) {
    for (JsonNode step : run.get("steps")) {
      RankedBuckets ranked = DspyRecords.ranked(step.get("scores"));

      assertThat(ranked.lowScore()).isEqualTo(step.get("percentile10").asDouble());
      assertThat(ranked.highScore()).isEqualTo(step.get("percentile90").asDouble());
      assertThat(ranked.meanScore())
          .isCloseTo(step.get("baseline").asDouble(), within(LAST_DIGITS));
      assertThat(ranked.buckets()).hasSameSizeAs(list(step.get("buckets")));
      for (int i = 0; i < ranked.buckets().size(); i++) {
        assertSameBucket(ranked.buckets().get(i), step.get("buckets").get(i), step.get("batch"));
      }
    }
  }

  private static void assertSameBucket(Bucket bucket, JsonNode recorded, JsonNode batch) {
    int position = recorded.get("position").asInt();
    assertThat(bucket.example().id()).isEqualTo("e" + position);
    assertThat(batch.get(position)).isEqualTo(recorded.get("example"));
    assertThat(bucket.rollouts().stream().map(r -> r.key().sample()).toList())
        .isEqualTo(integers(recorded.get("samples")));
    assertThat(bucket.maxMinGap()).isEqualTo(recorded.get("maxMinGap").asDouble());
    assertThat(bucket.best().score()).isEqualTo(recorded.get("maxScore").asDouble());
    assertThat(bucket.maxMeanGap()).isEqualTo(recorded.get("maxMeanGap").asDouble());
  }

  @ParameterizedTest(name = "{0}")
  @ArgumentsSource(DspyRuns.class)
  void candidatesComeFromTheSameBucketsAndSources(JsonNode run) {
    DspyReplay replay = new DspyReplay(run);
    Softmax softmax = new Softmax(run.get("settings").get("candidateTemperature").asDouble());
    for (JsonNode step : run.get("steps")) {
      JsonNode pick = step.get("sourcePick");
      List<Source> sources = replay.sources(integers(pick.get("programs")));
      double[] scores = sources.stream().mapToDouble(Source::score).toArray();
      assertThat(softmax.probabilities(scores))
          .containsExactly(DspyRecords.doubles(pick.get("weights")), within(LAST_DIGITS));
      for (JsonNode attempt : step.get("attempts")) {
        List<Double> uniform = List.of(attempt.get("uniform").asDouble());
        Source drawn = sources.get(softmax.draw(scores, ScriptedRandom.ofUniforms(uniform)));
        assertThat(replay.number(drawn.id())).isEqualTo(attempt.get("source").asInt());
      }
      assertDraftsFollowTheAttempts(replay, step, sources);
      replay.conclude(step);
    }
  }

  private static void assertDraftsFollowTheAttempts(
      DspyReplay replay, JsonNode step, List<Source> sources) {
    Manifest manifest = replay.manifest(step, sources);
    RankedBuckets ranked = DspyRecords.ranked(step.get("scores"));
    List<Draft> drafts = replay.algorithm().propose(manifest, ranked, Seeds.generator(1));
    List<String> attempted =
        list(step.get("attempts")).stream()
            .map(attempt -> step.get("buckets").get(attempt.get("bucket").asInt()))
            .map(bucket -> "e" + bucket.get("position").asInt())
            .toList();

    assertThat(drafts).hasSizeLessThanOrEqualTo(attempted.size());
    assertThat(drafts.stream().map(Draft::example).toList())
        .isEqualTo(attempted.subList(0, drafts.size()));
  }

  @ParameterizedTest(name = "{0}")
  @ArgumentsSource(DspyRuns.class)
  void theSameCandidatesJoinAndWin(JsonNode run) {
    DspyReplay replay = new DspyReplay(run);
    List<Integer> winners = new ArrayList<>(List.of(0));
    for (JsonNode step : run.get("steps")) {
      assertThat(replay.pool().programs())
          .extracting(pooled -> replay.number(pooled.id()))
          .isEqualTo(list(step.get("pool")).stream().map(p -> p.get("program").asInt()).toList());
      for (JsonNode recorded : step.get("pool")) {
        PooledProgram pooled = replay.pooled(recorded.get("program").asInt());
        assertThat(pooled.evaluations()).isEqualTo(recorded.get("scores").size());
      }
      replay.conclude(step);
      List<Integer> made = DspyReplay.made(step);
      assertThat(made.stream().map(n -> replay.pooled(n).evaluationMean()).toList())
          .isEqualTo(numbers(step.get("candidateMeans")));
      winners.add(made.get(step.get("winner").asInt()));
      assertThat(replay.winners()).isEqualTo(winners);
    }
    assertThat(winners).isEqualTo(integers(run.get("end").get("winners")));
  }

  @ParameterizedTest(name = "{0}")
  @ArgumentsSource(DspyRuns.class)
  void theSameProgramIsChosenInTheEnd(JsonNode run) {
    DspyReplay replay = new DspyReplay(run);
    run.get("steps").forEach(replay::conclude);
    JsonNode end = run.get("end");
    List<Integer> winners = integers(end.get("winners"));
    List<Integer> chosen = integers(end.get("chosenWinners"));

    assertThat(EvenSpacing.of(end.get("m").asInt(), end.get("n").asInt())).isEqualTo(chosen);
    List<String> finalists = replay.algorithm().finalists(replay.pool());
    assertThat(finalists.stream().map(replay::number).toList())
        .isEqualTo(chosen.stream().map(winners::get).toList());

    List<ScoredRollout> scores = new ArrayList<>();
    for (int i = 0; i < finalists.size(); i++) {
      double score = end.get("scores").get(i).asDouble();
      scores.add(new ScoredRollout(finalists.get(i), "all", RolloutStatus.SCORED, score));
    }
    replay.apply(new Change.Entered(Phase.SELECTING, finalists), new Change.Credited(scores));
    assertThat(replay.number(replay.algorithm().choose(replay.pool()).program()))
        .isEqualTo(winners.get(chosen.get(end.get("best").asInt())));
  }
}
