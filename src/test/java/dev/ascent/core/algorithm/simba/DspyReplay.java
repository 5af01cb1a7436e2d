package dev.ascent.core.algorithm.simba;

import static dev.ascent.core.algorithm.simba.DspyRecords.list;
import static dev.ascent.core.algorithm.simba.DspyRecords.numbers;
import static dev.ascent.core.algorithm.simba.DspyRecords.signature;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.core.algorithm.Draft;
import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.algorithm.ProposalResult;
import dev.ascent.core.algorithm.Source;
import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.budget.Lease;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.PooledProgram;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.program.ModuleType;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.strategy.AppendRule;
import dev.ascent.core.task.ModuleDefinition;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.testing.TaskBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A pool that takes a recorded run's steps, its programs known by their numbers. */
final class DspyReplay {
  private final TaskDefinition definition;
  private final SimbaAlgorithm algorithm;
  private final Map<String, Integer> numbers = new HashMap<>();
  private Pool pool = Pool.empty("tickets");

  DspyReplay(JsonNode run) {
    JsonNode settings = run.get("settings");
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

  SimbaAlgorithm algorithm() {
    return algorithm;
  }

  Pool pool() {
    return pool;
  }

  void apply(Change... changes) {
    pool = Replay.preview(pool, List.of(changes));
  }

  /** A program that stands for the recorded one of that number. */
  private Program program(int number) {
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
        definition,
        minibatch(step),
        new Lease("m", 1, 1),
        sources,
        List.of(),
        pool.version(),
        "run-1");
  }

  /** Numbers of the programs that the step made. */
  static List<Integer> made(JsonNode step) {
    return list(step.get("attempts")).stream()
        .map(attempt -> attempt.get("program"))
        .filter(program -> !program.isNull())
        .map(JsonNode::asInt)
        .toList();
  }

  /** Takes what a step measured, so that the pool is as it was before the next one. */
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
            "",
            List.of());
    pool = Replay.preview(pool, algorithm.conclude(pool, outcome));
  }
}
