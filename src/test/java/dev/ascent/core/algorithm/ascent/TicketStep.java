package dev.ascent.core.algorithm.ascent;

import dev.ascent.core.algorithm.Draft;
import dev.ascent.core.algorithm.GivenAnswer;
import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.algorithm.ProposalResult;
import dev.ascent.core.algorithm.Source;
import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.budget.Lease;
import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.strategy.AppendRule;
import dev.ascent.core.strategy.DemoFromLabel;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.testing.TaskBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A step of {@link TaskBuilder}'s task in the making: its examples are tickets for teams. */
final class TicketStep {
  private final TaskDefinition definition;
  private final Map<String, Example> examples = new LinkedHashMap<>();
  private final Map<String, Program> programs = new LinkedHashMap<>();
  private final List<ScoredRollout> sampled = new ArrayList<>();
  private final List<ScoredRollout> evaluated = new ArrayList<>();
  private final List<ProposalResult> proposals = new ArrayList<>();
  private final List<GivenAnswer> given = new ArrayList<>();

  TicketStep() {
    this(TaskBuilder.ascent().build());
  }

  TicketStep(TaskDefinition definition) {
    this.definition = definition;
  }

  /** The step draws a ticket for the team {@code billing}. */
  TicketStep ticket(String id, String text) {
    return ticket(id, text, "billing");
  }

  TicketStep ticket(String id, String text, String team) {
    examples.put(id, Example.labelled(id, Map.of("ticket", text), Map.of("team", team)));
    return this;
  }

  TicketStep scored(Program program, double score, String... on) {
    return sampled(program, RolloutStatus.SCORED, score, on);
  }

  /** What a program says to a ticket, apart from its score. */
  TicketStep said(Program program, String team, String on) {
    given.add(new GivenAnswer(program.id(), on, Map.of("team", team)));
    return this;
  }

  /** What a program says to a ticket is no team, apart from its score. */
  TicketStep unreadable(Program program, String on) {
    given.add(new GivenAnswer(program.id(), on, Map.of()));
    return this;
  }

  TicketStep faulted(Program program, String... on) {
    return sampled(program, RolloutStatus.FAULT, 0, on);
  }

  private TicketStep sampled(Program program, RolloutStatus status, double score, String... on) {
    programs.put(program.id(), program);
    for (String example : on) {
      sampled.add(new ScoredRollout(program.id(), example, status, score));
    }
    return this;
  }

  /** A rule is proposed after a failure of {@code source}. */
  TicketStep rule(Program source, String example, String text) {
    Rule rule = new Rule(text, List.of(example));
    return proposed(source, example, AppendRule.NAME, source.withPredictors(p -> p.withRule(rule)));
  }

  /** The example itself is proposed as a demo. */
  TicketStep demo(Program source, String example) {
    Example shown = examples.get(example);
    Demo demo = new Demo(shown.inputs(), shown.expected(), List.of(example));
    return proposed(
        source, example, DemoFromLabel.NAME, source.withPredictors(p -> p.withDemo(demo)));
  }

  /** A strategy proposes nothing. */
  TicketStep declined(Program source, String example) {
    return proposed(source, example, AppendRule.NAME, null);
  }

  private TicketStep proposed(Program source, String on, String strategy, Program candidate) {
    proposals.add(
        new ProposalResult(
            new Draft(proposals.size(), on, strategy, source.id(), source),
            candidate,
            candidate == null ? "nothing to learn" : "",
            Usage.NONE));
    return this;
  }

  /** What was proposed last is run on its own example, once for each score. */
  TicketStep probed(double... scores) {
    ProposalResult last = proposals.get(proposals.size() - 1);
    for (double score : scores) {
      evaluated.add(
          new ScoredRollout(
              last.candidate().id(), last.draft().example(), RolloutStatus.SCORED, score));
    }
    return this;
  }

  List<ProposalResult> proposals() {
    return List.copyOf(proposals);
  }

  Manifest manifest() {
    return new Manifest(
        definition,
        new Minibatch("m", "tickets", Minibatch.Purpose.STEP, List.copyOf(examples.values()), 0),
        new Lease("m", 1, 1),
        programs.values().stream().map(program -> new Source(program, 0)).toList(),
        List.of(),
        1,
        "run-1");
  }

  StepOutcome outcome() {
    return new StepOutcome(
        manifest(), sampled, proposals, evaluated, 0, Usage.NONE, Usage.NONE, "", given);
  }
}
