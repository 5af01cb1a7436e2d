package dev.ascent.core.simulation;

import dev.ascent.core.algorithm.Algorithm;
import dev.ascent.core.algorithm.Algorithms;
import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.algorithm.Sampling;
import dev.ascent.core.algorithm.Source;
import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.algorithm.TrainingComparison;
import dev.ascent.core.algorithm.Trial;
import dev.ascent.core.budget.Lease;
import dev.ascent.core.decision.Decider;
import dev.ascent.core.decision.PoolEvent;
import dev.ascent.core.decision.RoundOutcome;
import dev.ascent.core.minibatch.ExampleQueue;
import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.pool.Replayed;
import dev.ascent.core.program.Program;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.random.Seeds;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.TaskDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Runs a whole search on a world in memory: the core with everything around it done at once, in one
 * thread, in one order. Equal tasks make equal searches.
 *
 * <p>It goes on until the task is finished, is paused, or wants nothing more.
 */
public final class SimulatedSearch {
  private static final long DAY = 20_000;
  private static final int SELECTION_CHUNK = 64;

  private final SimulatedTask task;
  private final TaskDefinition definition;
  private final Algorithm algorithm;
  private final SimulatedModel model;
  private final SimulatedCalls calls;
  private final Decider decider = new Decider("simulation");
  private final Map<String, Example> training = new HashMap<>();
  private final List<JournalEntry> entries = new ArrayList<>();
  private final List<Pool> pools = new ArrayList<>();
  private final List<StepOutcome> steps = new ArrayList<>();
  private final List<RoundOutcome> rounds = new ArrayList<>();
  private final Map<String, Set<String>> holdoutUsed = new HashMap<>();
  private Pool pool;
  private ExampleQueue queue = ExampleQueue.EMPTY;
  private long drawn;
  private int selected;

  private SimulatedSearch(SimulatedTask task, double faultShare) {
    this.task = task;
    this.definition = task.definition();
    this.algorithm = Algorithms.of(definition);
    this.model = new SimulatedModel(task.world(), faultShare, definition.seed());
    this.calls = new SimulatedCalls(definition, model);
    this.pool = Pool.empty(definition.task());
    for (Example example : task.training()) {
      training.put(example.id(), example);
      queue = queue.addAll(List.of(example.id()));
    }
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
    while (pool.isActive() && (round() || minibatch())) {
      // Each call goes as far as the pool allows.
    }
    return new SearchTrace(
        task,
        List.copyOf(entries),
        List.copyOf(pools),
        List.copyOf(steps),
        List.copyOf(rounds),
        List.copyOf(calls.made()),
        model.rollouts(),
        model.reflections());
  }

  /** Whether the event led to an entry, which is applied then. */
  private boolean decide(PoolEvent event) {
    Optional<JournalEntry> entry = decider.decide(pool, event, DAY);
    if (entry.isPresent()) {
      pool = ((Replayed.Applied) Replay.apply(pool, entry.get())).pool();
      entries.add(entry.get());
      pools.add(pool);
    }
    return entry.isPresent();
  }

  private Optional<Lease> lease(String id) {
    return pool.ledger().open().stream().filter(lease -> lease.id().equals(id)).findFirst();
  }

  /** Works on one minibatch; false if there is none to work on. */
  private boolean minibatch() {
    Optional<Minibatch> next = draw();
    if (next.isEmpty()) {
      return false;
    }
    Minibatch wanted = next.get();
    boolean decided =
        decide(new PoolEvent.LeaseWanted(wanted.id(), wanted.purpose(), wanted.examples().size()));
    lease(wanted.id()).ifPresent(lease -> work(wanted, lease));
    return decided;
  }

  private void work(Minibatch wanted, Lease lease) {
    boolean isStep = wanted.purpose() == Minibatch.Purpose.STEP;
    int each = isStep ? algorithm.rolloutsPerExample(pool) : pool.finalists().size();
    int paid = Math.min(lease.rollouts() / each, wanted.examples().size());
    Minibatch affordable =
        new Minibatch(
            wanted.id(),
            wanted.task(),
            wanted.purpose(),
            wanted.examples().subList(0, paid),
            paid < wanted.examples().size() ? 0 : wanted.following());
    Sampling sampling =
        isStep
            ? algorithm.sample(pool, affordable, generator("sample", wanted.id()))
            : everyFinalist(affordable);
    Manifest manifest =
        new Manifest(
            definition, affordable, lease, sampling.sources(), sampling.trials(), pool.version());
    StepOutcome outcome = new SimulatedStep(manifest, calls).run();
    steps.add(outcome);
    decide(new PoolEvent.StepEnded(outcome));
  }

  private Sampling everyFinalist(Minibatch minibatch) {
    List<Source> sources =
        pool.finalists().stream()
            .map(pool::pooled)
            .map(pooled -> new Source(pooled.program(), TrainingComparison.meanOf(pooled)))
            .toList();
    List<Trial> trials = new ArrayList<>();
    for (String example : minibatch.exampleIds()) {
      sources.forEach(source -> trials.add(new Trial(example, source.id(), 0, null)));
    }
    return new Sampling(sources, trials);
  }

  private RandomGenerator generator(String purpose, String id) {
    return Seeds.generator(definition.seed(), purpose, id);
  }

  private Optional<Minibatch> draw() {
    if (pool.phase() == Phase.SELECTING) {
      return Optional.of(drawSelection());
    }
    int steps = definition.optimizer().steps();
    boolean wanted = pool.phase() == Phase.SEARCHING;
    boolean enough = definition.isBounded() && steps > 0 && pool.counts().steps() >= steps;
    if (!wanted || enough) {
      return Optional.empty();
    }
    String id = nextId();
    int size = definition.optimizer().minibatchSize();
    boolean fresh = !definition.isBounded() && !queue.fresh().isEmpty();
    ExampleQueue.Draw draw =
        fresh ? queue.drawFresh(size) : queue.drawPass(size, generator("pass", id));
    queue = draw.rest();
    return Optional.of(minibatch(id, Minibatch.Purpose.STEP, draw.ids(), 0));
  }

  private Minibatch drawSelection() {
    List<Example> all = task.training();
    int end = Math.min(all.size(), selected + SELECTION_CHUNK);
    List<String> ids = all.subList(selected, end).stream().map(Example::id).toList();
    selected = end;
    return minibatch(nextId(), Minibatch.Purpose.SELECTION, ids, all.size() - end);
  }

  private String nextId() {
    return "m" + pool.version() + "-" + drawn++;
  }

  private Minibatch minibatch(
      String id, Minibatch.Purpose purpose, List<String> ids, int following) {
    return new Minibatch(
        id, pool.task(), purpose, ids.stream().map(training::get).toList(), following);
  }

  /** Runs a round of the attempt under way; false if none can run. */
  private boolean round() {
    Attempt attempt = pool.attempt();
    Optional<Lease> lease = attempt == null ? Optional.empty() : lease(attempt.roundId());
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
    Usage usage = Usage.NONE;
    for (Example example : examples) {
      Rollout challenger = validate(attempt, attempt.challenger(), example, lease);
      Rollout champion = validate(attempt, attempt.champion(), example, lease);
      usage = usage.plus(challenger.usage()).plus(champion.usage());
      if (challenger.isScored() && champion.isScored()) {
        differences.add(challenger.score() - champion.score());
      }
    }
    return new RoundOutcome(
        attempt.id(),
        attempt.round(),
        differences,
        examples.size() - differences.size(),
        0,
        usage,
        definition.isBounded() && unused == examples.size());
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
