package dev.ascent.core.algorithm.simba;

import static dev.ascent.core.algorithm.simba.DspyRecords.integers;
import static dev.ascent.core.algorithm.simba.DspyRecords.list;
import static dev.ascent.core.algorithm.simba.DspyRecords.numbers;
import static dev.ascent.core.algorithm.simba.DspyRecords.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.core.algorithm.Draft;
import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.algorithm.ProposalResult;
import dev.ascent.core.algorithm.Sampling;
import dev.ascent.core.algorithm.Source;
import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.algorithm.Trial;
import dev.ascent.core.bucket.Bucket;
import dev.ascent.core.bucket.RankedBuckets;
import dev.ascent.core.budget.Lease;
import dev.ascent.core.minibatch.ExampleQueue;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.PooledProgram;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.ModuleType;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.program.Signature;
import dev.ascent.core.random.Seeds;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.rollout.PredictorCall;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.selection.Softmax;
import dev.ascent.core.strategy.AppendDemo;
import dev.ascent.core.strategy.AppendRule;
import dev.ascent.core.strategy.Preparation;
import dev.ascent.core.strategy.Proposal;
import dev.ascent.core.strategy.StrategyContext;
import dev.ascent.core.task.ModuleDefinition;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.testing.ScriptedRandom;
import dev.ascent.testing.TaskBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
  private static final String BEST_TOO_LOW = "best-not-above-percentile-10";
  private static final String WORST_TOO_HIGH = "worst-not-below-percentile-90";

  static Stream<Arguments> runs() {
    return DspyRecords.runs().stream()
        .map(run -> Arguments.of(run.get("name").asText() + " " + run.get("seed"), run));
  }

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

  private static boolean isWithoutEffect(JsonNode attempt) {
    return attempt.get("outcome").asText().equals("applied")
        && attempt.get("demosAdded").isEmpty()
        && attempt.get("rulesAdded").isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("runs")
  void minibatchesFollowThePassesOfDspy(String name, JsonNode run) {
    Map<Integer, List<String>> orders = new HashMap<>();
    run.get("shuffles")
        .forEach(s -> orders.put(s.get("beforeStep").asInt(), texts(s.get("order"))));
    ExampleQueue queue = ExampleQueue.EMPTY;
    for (int position = 0; position < settings(run).get("trainExamples").asInt(); position++) {
      queue = queue.addAll(List.of(Integer.toString(position)));
    }
    for (JsonNode step : run.get("steps")) {
      List<String> order = orders.remove(step.get("step").asInt());
      List<String> before = Stream.concat(queue.kept().stream(), queue.fresh().stream()).toList();
      ScriptedRandom random =
          ScriptedRandom.ofPositions(order == null ? List.of() : swaps(before, order));
      ExampleQueue.Draw draw = queue.drawPass(settings(run).get("minibatch").asInt(), random);

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
  @MethodSource("runs")
  void programsAreSampledAsDspyDrewThem(String name, JsonNode run) {
    Replayer replayer = new Replayer(run);
    for (JsonNode step : run.get("steps")) {
      JsonNode pick = step.get("samplingPick");
      List<Double> uniforms = new ArrayList<>();
      pick.get("uniforms").forEach(row -> uniforms.addAll(numbers(row)));
      List<Integer> chosen = new ArrayList<>();
      pick.get("chosen").forEach(row -> chosen.addAll(integers(row)));

      Sampling sampling =
          replayer.algorithm.sample(
              replayer.pool, replayer.minibatch(step), ScriptedRandom.ofUniforms(uniforms));

      assertThat(sampling.sources().stream().map(Source::id).map(replayer::number).toList())
          .isEqualTo(integers(step.get("topPrograms")))
          .isEqualTo(integers(pick.get("programs")));
      assertThat(
              new Softmax(settings(run).get("samplingTemperature").asDouble())
                  .probabilities(sampling.sources().stream().mapToDouble(Source::score).toArray()))
          .containsExactly(DspyRecords.doubles(pick.get("weights")), within(LAST_DIGITS));
      assertThat(sampling.trials().stream().map(Trial::program).map(replayer::number).toList())
          .isEqualTo(chosen);
      replayer.conclude(step);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("runs")
  void bucketsAreRankedAlike(String name, JsonNode run) {
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
  @MethodSource("runs")
  void candidatesComeFromTheSameBucketsAndSources(String name, JsonNode run) {
    Replayer replayer = new Replayer(run);
    Softmax softmax = new Softmax(settings(run).get("candidateTemperature").asDouble());
    for (JsonNode step : run.get("steps")) {
      JsonNode pick = step.get("sourcePick");
      List<Source> sources = replayer.sources(integers(pick.get("programs")));
      double[] scores = sources.stream().mapToDouble(Source::score).toArray();
      assertThat(softmax.probabilities(scores))
          .containsExactly(DspyRecords.doubles(pick.get("weights")), within(LAST_DIGITS));
      for (JsonNode attempt : step.get("attempts")) {
        List<Double> uniform = List.of(attempt.get("uniform").asDouble());
        Source drawn = sources.get(softmax.draw(scores, ScriptedRandom.ofUniforms(uniform)));
        assertThat(replayer.number(drawn.id())).isEqualTo(attempt.get("source").asInt());
      }
      assertDraftsFollowTheAttempts(replayer, step, sources);
      replayer.conclude(step);
    }
  }

  private static void assertDraftsFollowTheAttempts(
      Replayer replayer, JsonNode step, List<Source> sources) {
    Manifest manifest = replayer.manifest(step, sources);
    RankedBuckets ranked = DspyRecords.ranked(step.get("scores"));
    List<Draft> drafts = replayer.algorithm.propose(manifest, ranked, Seeds.generator(1));
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
  @MethodSource("runs")
  void demosAreDroppedAlike(String name, JsonNode run) {
    DemoDrop drop = new DemoDrop(settings(run).get("demos").asInt());
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
  @MethodSource("runs")
  void strategiesDeclineAndChangeAlike(String name, JsonNode run) {
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

  @ParameterizedTest(name = "{0}")
  @MethodSource("runs")
  void theSameCandidatesJoinAndWin(String name, JsonNode run) {
    Replayer replayer = new Replayer(run);
    List<Integer> winners = new ArrayList<>(List.of(0));
    for (JsonNode step : run.get("steps")) {
      assertThat(replayer.pool.programs())
          .extracting(pooled -> replayer.number(pooled.id()))
          .isEqualTo(list(step.get("pool")).stream().map(p -> p.get("program").asInt()).toList());
      for (JsonNode recorded : step.get("pool")) {
        PooledProgram pooled = replayer.pooled(recorded.get("program").asInt());
        assertThat(pooled.evaluations()).isEqualTo(recorded.get("scores").size());
      }
      replayer.conclude(step);
      List<Integer> made = Replayer.made(step);
      assertThat(made.stream().map(n -> replayer.pooled(n).evaluationMean()).toList())
          .isEqualTo(numbers(step.get("candidateMeans")));
      winners.add(made.get(step.get("winner").asInt()));
      assertThat(replayer.winners()).isEqualTo(winners);
    }
    assertThat(winners).isEqualTo(integers(run.get("end").get("winners")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("runs")
  void theSameProgramIsChosenInTheEnd(String name, JsonNode run) {
    Replayer replayer = new Replayer(run);
    run.get("steps").forEach(replayer::conclude);
    JsonNode end = run.get("end");
    List<Integer> winners = integers(end.get("winners"));
    List<Integer> chosen = integers(end.get("chosenWinners"));

    assertThat(EvenSpacing.of(end.get("m").asInt(), end.get("n").asInt())).isEqualTo(chosen);
    List<String> finalists = replayer.algorithm.finalists(replayer.pool);
    assertThat(finalists.stream().map(replayer::number).toList())
        .isEqualTo(chosen.stream().map(winners::get).toList());

    List<ScoredRollout> scores = new ArrayList<>();
    for (int i = 0; i < finalists.size(); i++) {
      double score = end.get("scores").get(i).asDouble();
      scores.add(new ScoredRollout(finalists.get(i), "all", RolloutStatus.SCORED, score));
    }
    replayer.apply(new Change.Entered(Phase.SELECTING, finalists), new Change.Credited(scores));
    assertThat(replayer.number(replayer.algorithm.choose(replayer.pool).program()))
        .isEqualTo(winners.get(chosen.get(end.get("best").asInt())));
  }

  private static JsonNode settings(JsonNode run) {
    return run.get("settings");
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

  private static Signature signature(String name) {
    return new Signature(
        name, List.of(Field.text("text", "")), List.of(Field.text(name + "_label", "")));
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

  /** A pool that takes a recorded run's steps, its programs known by their numbers. */
  private static final class Replayer {
    private final TaskDefinition definition;
    private final SimbaAlgorithm algorithm;
    private final Map<String, Integer> numbers = new HashMap<>();
    private Pool pool = Pool.empty("tickets");

    Replayer(JsonNode run) {
      JsonNode settings = settings(run);
      List<ModuleDefinition> modules =
          DspyRecords.names(run.get("startDemos")).stream()
              .map(name -> new ModuleDefinition(name, ModuleType.PREDICT, signature(name)))
              .toList();
      definition =
          TaskBuilder.simba()
              .modules(modules)
              .minibatchSize(settings.get("minibatch").asInt())
              .candidates(settings.get("candidates").asInt())
              .steps(settings.get("steps").asInt())
              .caps(settings.get("demos").asInt(), Integer.MAX_VALUE)
              .temperatures(
                  settings.get("samplingTemperature").asDouble(),
                  settings.get("candidateTemperature").asDouble())
              .dataset(settings.get("trainExamples").asInt(), 0)
              .build();
      algorithm = new SimbaAlgorithm(definition.optimizer());
      apply(new Change.Defined(definition));
    }

    void apply(Change... changes) {
      pool = Replay.preview(pool, List.of(changes));
    }

    /** A program that stands for the recorded one of that number. */
    Program program(int number) {
      Program start = definition.startProgram();
      Program program =
          number == 0
              ? start
              : start.withPredictors(p -> p.withRule(new Rule("program " + number, List.of("e0"))));
      numbers.put(program.id(), number);
      return program;
    }

    int number(String id) {
      program(0);
      return numbers.get(id);
    }

    PooledProgram pooled(int number) {
      return pool.pooled(program(number).id());
    }

    List<Integer> winners() {
      return pool.winners().stream().map(this::number).toList();
    }

    List<Source> sources(List<Integer> programs) {
      return programs.stream()
          .map(this::pooled)
          .map(pooled -> new Source(pooled.program(), pooled.evaluationMean()))
          .toList();
    }

    Minibatch minibatch(JsonNode step) {
      List<Example> examples = new ArrayList<>();
      for (int position = 0; position < step.get("batch").size(); position++) {
        examples.add(DspyRecords.example(position));
      }
      return new Minibatch("m", "tickets", Minibatch.Purpose.STEP, examples, 0);
    }

    Manifest manifest(JsonNode step, List<Source> sources) {
      return new Manifest(
          definition, minibatch(step), new Lease("m", 1, 1), sources, List.of(), pool.version());
    }

    /** Numbers of the programs that the step made. */
    static List<Integer> made(JsonNode step) {
      return list(step.get("attempts")).stream()
          .map(attempt -> attempt.get("program"))
          .filter(program -> !program.isNull())
          .map(JsonNode::asInt)
          .toList();
    }

    void conclude(JsonNode step) {
      List<ProposalResult> proposals = new ArrayList<>();
      List<ScoredRollout> evaluated = new ArrayList<>();
      List<Integer> made = made(step);
      for (int c = 0; c < made.size(); c++) {
        Program candidate = program(made.get(c));
        Draft draft = new Draft(c, "e0", AppendRule.NAME, pool.start(), pool.program(pool.start()));
        proposals.add(new ProposalResult(draft, candidate, "", Usage.NONE));
        List<Double> scores = numbers(step.get("candidateScores").get(c));
        for (int position = 0; position < scores.size(); position++) {
          evaluated.add(
              new ScoredRollout(
                  candidate.id(), "e" + position, RolloutStatus.SCORED, scores.get(position)));
        }
      }
      StepOutcome outcome =
          new StepOutcome(
              manifest(step, sources(List.of(0))),
              List.of(),
              proposals,
              evaluated,
              0,
              Usage.NONE,
              Usage.NONE,
              "");
      pool = Replay.preview(pool, algorithm.conclude(pool, outcome));
    }
  }
}
