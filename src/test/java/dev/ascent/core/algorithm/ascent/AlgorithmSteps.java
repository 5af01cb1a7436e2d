package dev.ascent.core.algorithm.ascent;

import dev.ascent.core.algorithm.Draft;
import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.algorithm.ProposalResult;
import dev.ascent.core.algorithm.Source;
import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.budget.Lease;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.strategy.AppendRule;
import dev.ascent.core.task.TaskDefinition;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A pool of tickets that tests teach, and the algorithm's steps on it. */
final class AlgorithmSteps {
  static final List<Example> EXAMPLES = examples(4);

  private final TaskDefinition definition;
  private Pool pool;

  AlgorithmSteps(TaskDefinition definition) {
    this.definition = definition;
    this.pool = opened(definition);
  }

  Pool pool() {
    return pool;
  }

  AscentAlgorithm algorithm() {
    return new AscentAlgorithm(definition);
  }

  private static Pool opened(TaskDefinition definition) {
    return Replay.preview(Pool.empty(definition.task()), List.of(new Change.Defined(definition)));
  }

  void change(Change change) {
    pool = Replay.preview(pool, List.of(change));
  }

  Program start() {
    return pool.program(pool.start());
  }

  Program changed(String rule) {
    return start().withPredictors(p -> p.withRule(new Rule(rule, List.of())));
  }

  Program joined(String rule) {
    Program program = changed(rule);
    change(new Change.Joined(program, List.of()));
    return program;
  }

  List<Change> conclude(
      Manifest manifest,
      List<ScoredRollout> sampled,
      List<ProposalResult> proposals,
      List<ScoredRollout> evaluated) {
    return algorithm()
        .conclude(
            pool,
            new StepOutcome(
                manifest, sampled, proposals, evaluated, 0, Usage.NONE, Usage.NONE, "", List.of()));
  }

  Manifest manifest(Program... programs) {
    return new Manifest(
        definition,
        minibatch(EXAMPLES),
        new Lease("m", 1, 1),
        Stream.of(programs).map(program -> new Source(program, 0)).toList(),
        List.of(),
        1,
        "run-1");
  }

  static Minibatch minibatch(List<Example> examples) {
    return new Minibatch("m", "tickets", Minibatch.Purpose.STEP, examples, 0);
  }

  static List<Example> examples(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> Example.labelled("e" + i, Map.of("ticket", "t" + i), Map.of("team", "billing")))
        .toList();
  }

  static ProposalResult rule(Program parent, Example example) {
    String id = example.id();
    return new ProposalResult(
        new Draft(0, id, AppendRule.NAME, parent.id(), parent),
        parent.withPredictors(p -> p.withRule(new Rule("rule " + id, List.of(id)))),
        "",
        Usage.NONE);
  }

  static List<ScoredRollout> scores(Program program, List<Example> on, double score) {
    return on.stream()
        .map(example -> new ScoredRollout(program.id(), example.id(), RolloutStatus.SCORED, score))
        .toList();
  }
}
