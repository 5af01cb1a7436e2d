package dev.ascent.core.simulation;

import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.budget.Lease;
import dev.ascent.core.budget.UtcDay;
import dev.ascent.core.decision.Decider;
import dev.ascent.core.decision.PoolEvent;
import dev.ascent.core.decision.RoundOutcome;
import dev.ascent.core.drift.ScoreLevel;
import dev.ascent.core.minibatch.ExampleQueue;
import dev.ascent.core.minibatch.PlanState;
import dev.ascent.core.minibatch.PlanStep;
import dev.ascent.core.minibatch.Planner;
import dev.ascent.core.minibatch.SamplingPlan;
import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.pool.Replayed;
import dev.ascent.core.program.Program;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.promotion.LoneFaults;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.TaskDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs a whole search on a world in memory: the core with everything around it done at once, in one
 * thread, in one order. Equal tasks make equal searches.
 *
 * <p>It goes on until the task is finished, is paused, or wants nothing more.
 */
public final class SimulatedSearch {
  private static final Instant NOW = UtcDay.start(20_000);
  private static final int SELECTION_CHUNK = 64;

  private final SimulatedTask task;
  private final TaskDefinition definition;
  private final SimulatedModel model;
  private final SimulatedCalls calls;
  private final Decider decider = new Decider("simulation");
  private final Planner planner = new Planner(Integer.MAX_VALUE, SELECTION_CHUNK);
  private final Map<String, Example> training = new HashMap<>();
  private final List<JournalEntry> entries = new ArrayList<>();
  private final List<Pool> pools = new ArrayList<>();
  private final List<StepOutcome> steps = new ArrayList<>();
  private final List<RoundOutcome> rounds = new ArrayList<>();
  private final Map<String, Set<String>> holdoutUsed = new HashMap<>();
  private Pool pool;
  private PlanState plan;

  private SimulatedSearch(SimulatedTask task, double faultShare) {
    this.task = task;
    this.definition = task.definition();
    this.model = new SimulatedModel(task.world(), faultShare, definition.seed());
    this.calls = new SimulatedCalls(definition, model);
    this.pool = Pool.empty(definition.task());
    for (Example example : task.training()) {
      training.put(example.id(), example);
    }
    this.plan = PlanState.EMPTY.withQueue(inOrderOfArrival());
  }

  /** Searches with a model that always answers. */
  public static SearchTrace run(SimulatedTask task) {
    return run(task, 0);
  }

  /**
   * Searches.
   *
   * @param faultShare of the calls get no answer
   */
  public static SearchTrace run(SimulatedTask task, double faultShare) {
    return new SimulatedSearch(task, faultShare).toTheEnd();
  }

  private SearchTrace toTheEnd() {
    decide(new PoolEvent.TaskSeen(definition));
    while (pool.isActive() && (round() || planned())) {
      // Each call takes the search a step further.
    }
    return new SearchTrace(
        task,
        List.copyOf(entries),
        List.copyOf(pools),
        List.copyOf(steps),
        List.copyOf(rounds),
        List.copyOf(calls.made()),
        model.rollouts(),
        model.reflections(),
        model.promptTokens(),
        model.completionTokens());
  }

  /** Whether the event led to an entry, which is applied then. */
  private boolean decide(PoolEvent event) {
    Optional<JournalEntry> entry = decider.decide(pool, event, NOW);
    if (entry.isPresent()) {
      Pool before = pool;
      pool = ((Replayed.Applied) Replay.apply(pool, entry.get())).pool();
      plan = Planner.follow(before, pool, plan).plan();
      if (before.phase() != Phase.SELECTING && pool.phase() == Phase.SELECTING) {
        // The job selects in the order of the last pass.
        plan = plan.withQueue(inOrderOfArrival());
      }
      entries.add(entry.get());
      pools.add(pool);
    }
    return entry.isPresent();
  }

  private ExampleQueue inOrderOfArrival() {
    return ExampleQueue.EMPTY.addAll(task.training().stream().map(Example::id).toList());
  }

  /** Takes the next step of the plan; false if there is none. */
  private boolean planned() {
    PlanStep step = planner.next(pool, plan);
    if (step instanceof PlanStep.Draw draw) {
      plan = draw.after(draw.examples().stream().map(training::get).toList());
      return true;
    } else if (step instanceof PlanStep.Drop drop) {
      plan = drop.after();
      return true;
    } else if (step instanceof PlanStep.Ask ask) {
      Minibatch wanted = ask.minibatch();
      return decide(
          new PoolEvent.LeaseWanted(
              wanted.id(), wanted.purpose(), wanted.examples().size(), Long.MAX_VALUE));
    } else if (step instanceof PlanStep.Send send) {
      plan = send.after();
      work(SamplingPlan.manifest(pool, send.minibatch(), send.lease()));
      return true;
    }
    return false;
  }

  private void work(Manifest manifest) {
    StepOutcome outcome = new SimulatedStep(manifest, calls).run();
    steps.add(outcome);
    decide(new PoolEvent.StepEnded(outcome));
  }

  /** Runs a round of the attempt under way; false if none can run. */
  private boolean round() {
    Attempt attempt = pool.attempt();
    Optional<Lease> lease =
        attempt == null ? Optional.empty() : pool.ledger().open(attempt.roundId());
    if (lease.isEmpty()) {
      return false;
    }
    Set<String> used = holdoutUsed.computeIfAbsent(attempt.id(), id -> new HashSet<>());
    List<Example> unused =
        task.holdout().stream().filter(example -> !used.contains(example.id())).toList();
    int leased = lease.get().rollouts() / 2;
    int pairs = Math.min(leased, unused.size());
    if (pairs < leased && !definition.isBounded()) {
      return false;
    }
    unused.subList(0, pairs).forEach(example -> used.add(example.id()));
    RoundOutcome outcome = compare(attempt, unused.subList(0, pairs), lease.get(), unused.size());
    rounds.add(outcome);
    return decide(new PoolEvent.RoundEnded(outcome));
  }

  private RoundOutcome compare(Attempt attempt, List<Example> examples, Lease lease, int unused) {
    List<Double> differences = new ArrayList<>();
    ScoreLevel level = ScoreLevel.NONE;
    List<Double> challengerFaults = new ArrayList<>();
    List<Double> championFaults = new ArrayList<>();
    Usage usage = Usage.NONE;
    for (Example example : examples) {
      Rollout challenger = validate(attempt, attempt.challenger(), example, lease);
      Rollout champion = validate(attempt, attempt.champion(), example, lease);
      usage = usage.plus(challenger.usage()).plus(champion.usage());
      if (challenger.isScored() && champion.isScored()) {
        differences.add(challenger.score() - champion.score());
        level = level.after(challenger.score());
      } else if (champion.isScored()) {
        challengerFaults.add(champion.score());
      } else if (challenger.isScored()) {
        championFaults.add(challenger.score());
      }
    }
    return new RoundOutcome(
        attempt.id(),
        attempt.round(),
        differences,
        examples.size() - differences.size(),
        0,
        usage,
        definition.isBounded() && unused == examples.size(),
        new LoneFaults(challengerFaults, championFaults),
        level);
  }

  private Rollout validate(Attempt attempt, String id, Example example, Lease lease) {
    Program program = pool.program(id);
    return calls.rollout(
        SearchTrace.Purpose.VALIDATION,
        new RolloutKey(attempt.roundId(), example.id(), id, 0),
        program,
        example,
        null,
        lease.attemptsEach());
  }
}
