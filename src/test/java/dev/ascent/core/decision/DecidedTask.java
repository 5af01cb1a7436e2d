package dev.ascent.core.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.algorithm.Draft;
import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.algorithm.ProposalResult;
import dev.ascent.core.algorithm.Source;
import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.budget.UtcDay;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.pool.Replayed;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.TaskDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A task's decider and the pool that its entries apply to, with the events that both are fed. */
final class DecidedTask {
  static final long DAY = 20_000;

  /** Noon of it. */
  static final Instant NOW = UtcDay.start(DAY).plus(Duration.ofHours(12));

  private final Decider decider = new Decider("run-1");
  private Pool pool = Pool.empty("tickets");
  private Instant now = NOW;

  Pool pool() {
    return pool;
  }

  Instant now() {
    return now;
  }

  /** Goes over to a later time, or to an earlier one. */
  void at(Instant other) {
    now = other;
  }

  void open(TaskDefinition definition) {
    decide(new PoolEvent.TaskSeen(definition));
  }

  /** Decides about an event that calls for an entry, and applies that. */
  void decide(PoolEvent event) {
    Optional<JournalEntry> entry = decider.decide(pool, event, now);
    assertThat(entry).as("entry for " + event).isPresent();
    apply(entry.get());
  }

  void assertNothing(PoolEvent event) {
    assertThat(decider.decide(pool, event, now)).isEmpty();
  }

  /** Applies changes that nobody decided, to get where a test begins. */
  void apply(Change... changes) {
    apply(new JournalEntry("tickets", pool.version() + 1, pool.owner(), "test", List.of(changes)));
  }

  void apply(JournalEntry entry) {
    assertThat(entry.version()).isEqualTo(pool.version() + 1);
    pool = ((Replayed.Applied) Replay.apply(pool, entry)).pool();
  }

  /** The start with one more rule. */
  Program taught(String rule) {
    return pool.program(pool.start())
        .withPredictors(predictor -> predictor.withRule(new Rule(rule, List.of("e99"))));
  }

  /** A step's manifest; its lease has to be open. */
  Manifest manifest(String id, int examples) {
    return manifest(id, examples, Minibatch.Purpose.STEP);
  }

  Manifest manifest(String id, int examples, Minibatch.Purpose purpose) {
    List<Example> drawn =
        IntStream.range(0, examples)
            .mapToObj(i -> Example.labelled("e" + i, Map.of("ticket", "t" + i), Map.of()))
            .toList();
    return new Manifest(
        pool.definition(),
        new Minibatch(id, "tickets", purpose, drawn, 0),
        pool.ledger().open(id).orElseThrow(),
        pool.programs().stream().map(pooled -> new Source(pooled.program(), 0)).toList(),
        List.of(),
        pool.version(),
        "run-1");
  }

  /** A rollout of the start. */
  ScoredRollout scored(int example, double score) {
    return scored(pool.start(), example, score);
  }

  static ScoredRollout scored(String program, int example, double score) {
    return new ScoredRollout(program, "e" + example, RolloutStatus.SCORED, score);
  }

  /** On each example one rollout of the start, all wrong, and one of the other, all right. */
  List<ScoredRollout> wonBy(Program other, int examples) {
    List<ScoredRollout> rollouts = new ArrayList<>();
    for (int i = 0; i < examples; i++) {
      rollouts.add(scored(i, 0));
      rollouts.add(scored(other.id(), i, 1));
    }
    return rollouts;
  }

  static PoolEvent wanted(String minibatch, int examples) {
    return new PoolEvent.LeaseWanted(minibatch, Minibatch.Purpose.STEP, examples, Long.MAX_VALUE);
  }

  static PoolEvent ended(Manifest manifest, List<ScoredRollout> sampled, Usage usage) {
    return new PoolEvent.StepEnded(
        new StepOutcome(
            manifest, sampled, List.of(), List.of(), 0, usage, Usage.NONE, "", List.of()));
  }

  /** A round in which every pair differed alike. */
  static PoolEvent round(Attempt attempt, double difference) {
    return round(attempt, difference, 0);
  }

  /** The same, which took so many rollouts. */
  static PoolEvent round(Attempt attempt, double difference, int rollouts) {
    return new PoolEvent.RoundEnded(
        new RoundOutcome(
            attempt.id(),
            attempt.round(),
            Collections.nCopies(attempt.pairsWanted(), difference),
            0,
            0,
            new Usage(rollouts, 0, 0, 0),
            false));
  }

  /** A proposal whose model refuses every question. */
  ProposalResult refused(String fault) {
    Program start = pool().program(pool().start());
    Draft draft = new Draft(0, "e0", "rule", start.id(), start);
    return new ProposalResult(draft, null, "no answer: CREDENTIALS", Usage.NONE)
        .withSystemicFault(fault);
  }

  /** A step of whose rollouts none was answered, and what they took. */
  PoolEvent barren(String minibatch, int rollouts, Usage usage) {
    ScoredRollout fault = new ScoredRollout(pool().start(), "e0", RolloutStatus.FAULT, 0);
    return new PoolEvent.StepEnded(
        new StepOutcome(
            manifest(minibatch, 16),
            Collections.nCopies(rollouts, fault),
            List.of(),
            List.of(),
            0,
            usage,
            Usage.NONE,
            "UNREACHABLE: refused",
            List.of()));
  }
}
