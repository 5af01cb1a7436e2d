package dev.ascent.simulation;

import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.decision.Owners;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.admit.AdmittedExample;
import dev.ascent.pipeline.admit.TaskRecord;
import dev.ascent.pipeline.bucket.BucketElement;
import dev.ascent.pipeline.journal.JournalRecord;
import dev.ascent.pipeline.kafka.OutgoingRecord;
import dev.ascent.pipeline.minibatch.FreshMinibatch;
import dev.ascent.pipeline.plan.PlanFunction;
import dev.ascent.pipeline.pool.DecideFunction;
import dev.ascent.pipeline.pool.PoolInput;
import dev.ascent.pipeline.publish.PublishFunction;
import dev.ascent.pipeline.publish.PublishedEpoch;
import dev.ascent.pipeline.rollout.RolloutAnswer;
import dev.ascent.pipeline.rollout.RolloutRequest;
import dev.ascent.pipeline.validate.RoundElement;
import dev.ascent.pipeline.validate.ValidateFunction;
import dev.ascent.pipeline.watch.LiveElement;
import dev.ascent.pipeline.watch.WatchFunction;
import dev.ascent.wire.program.ProgramRecord;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.util.OutputTag;

/**
 * One attempt of a run of the job: its operators, what travels between them, what is under way at
 * the model's server and what its producers have not written yet.
 */
final class JobAttempt {

  /** The topics that it reads. */
  enum Input {
    TASKS,
    COMMANDS,
    JOURNAL,
    PROGRAMS,
    EXAMPLES
  }

  /** What leads from one operator to another; its order holds. */
  private enum Channel {
    TASKS_TO_DECIDE,
    COMMANDS_TO_DECIDE,
    JOURNAL_TO_DECIDE,
    PLAN_TO_DECIDE,
    WATCH_TO_DECIDE,
    RESULTS_TO_DECIDE,
    JOURNAL_TO_PLAN,
    EXAMPLES_TO_PLAN,
    JOURNAL_TO_VALIDATE,
    EXAMPLES_TO_VALIDATE,
    JOURNAL_TO_WATCH,
    EXAMPLES_TO_WATCH,
    JOURNAL_TO_PUBLISH,
    PROGRAMS_TO_PUBLISH
  }

  private enum Operator {
    DECIDE,
    PLAN,
    VALIDATE,
    WATCH,
    PUBLISH
  }

  /** All that a checkpoint holds; as it is aligned, nothing is on its way between operators. */
  static final class Checkpoint {
    private final Map<Operator, OperatorState> states = new EnumMap<>(Operator.class);
    private final Map<Input, Integer> positions = new EnumMap<>(Input.class);
    private final List<Flight> flights = new ArrayList<>();
  }

  /** Requests that were made and whose answers are on their way. */
  private record Answered(Flight flight, List<Rollout> rollouts) {}

  /** Something that can happen next. */
  private record Move(Channel channel, Input input, int what) {
    static final int DELIVER = 0;
    static final int READ = 1;
    static final int CALL = 2;
    static final int ANSWER = 3;
    static final int WRITE_ENTRY = 4;
    static final int WRITE_PROGRAM = 5;
  }

  private static final int DRAWN_EVERY = 2;

  private final World world;
  private final String run;
  private final String owner;
  private final Stage.Deciding decide;
  private final Stage.TwoInputs<FreshMinibatch, JournalRecord, Manifest> plan;
  private final Stage.TwoInputs<AdmittedExample, JournalRecord, RolloutRequest> validate;
  private final Stage.TwoInputs<AdmittedExample, JournalRecord, RolloutRequest> watch;
  private final Stage.TwoInputs<JournalRecord, PublishedEpoch, OutgoingRecord> publish;
  private final Map<Operator, Stage> stages = new EnumMap<>(Operator.class);
  private final Map<Channel, Deque<Object>> channels = new EnumMap<>(Channel.class);
  private final Map<Input, Integer> positions = new EnumMap<>(Input.class);
  private final List<Flight> flights = new ArrayList<>();
  private final List<Answered> answered = new ArrayList<>();
  private final List<RolloutRequest> requested = new ArrayList<>();
  private final Deque<JournalRecord> entries = new ArrayDeque<>();
  private final Deque<OutgoingRecord> programs = new ArrayDeque<>();
  private boolean isFaultless;

  /**
   * Starts an attempt.
   *
   * @param restored what it starts from, or null where it has the topics alone
   */
  JobAttempt(World world, String run, int number, Checkpoint restored) throws Exception {
    this.world = world;
    this.run = run;
    this.owner = Owners.name(run, String.valueOf(number));
    AscentSettings settings =
        AscentSettings.of(run, 1, ModelKind.SIMULATED)
            .withAttempts(context -> String.valueOf(number));
    for (Channel channel : Channel.values()) {
      channels.put(channel, new ArrayDeque<>());
    }
    for (Input input : Input.values()) {
      positions.put(
          input,
          restored == null ? start(input) : Math.max(first(input), restored.positions.get(input)));
    }
    if (restored != null) {
      flights.addAll(restored.flights);
    }
    decide =
        new Stage.Deciding(
            new DecideFunction(settings), state(restored, Operator.DECIDE), this::decided);
    plan =
        new Stage.TwoInputs<>(
            new PlanFunction(settings),
            state(restored, Operator.PLAN),
            manifest -> flights.add(Flight.Sampling.of(manifest)),
            this::sideOutput);
    validate =
        new Stage.TwoInputs<>(
            new ValidateFunction(settings),
            state(restored, Operator.VALIDATE),
            requested::add,
            this::sideOutput);
    watch =
        new Stage.TwoInputs<>(
            new WatchFunction(settings),
            state(restored, Operator.WATCH),
            requested::add,
            this::sideOutput);
    publish =
        new Stage.TwoInputs<>(
            new PublishFunction(settings),
            state(restored, Operator.PUBLISH),
            this::published,
            this::sideOutput);
    stages.put(Operator.DECIDE, decide);
    stages.put(Operator.PLAN, plan);
    stages.put(Operator.VALIDATE, validate);
    stages.put(Operator.WATCH, watch);
    stages.put(Operator.PUBLISH, publish);
  }

  private OperatorState state(Checkpoint restored, Operator operator) {
    return restored == null ? new OperatorState(world::now) : restored.states.get(operator).copy();
  }

  private int start(Input input) {
    return input == Input.COMMANDS ? world.committedCommands : first(input);
  }

  private Topic<?> topic(Input input) {
    return switch (input) {
      case TASKS -> world.tasks;
      case COMMANDS -> world.commands;
      case JOURNAL -> world.journal;
      case PROGRAMS -> world.programs;
      case EXAMPLES -> world.examples;
    };
  }

  private int first(Input input) {
    return topic(input).first();
  }

  String run() {
    return run;
  }

  String owner() {
    return owner;
  }

  /** From here on nothing that it asks or writes is lost or doubled. */
  void heal() {
    isFaultless = true;
  }

  /** The pool of a task as an operator knows it, by the operator's name. */
  Map<String, Pool> pools(String task) {
    Map<String, Pool> pools = new TreeMap<>();
    stages.forEach(
        (operator, stage) -> {
          if (stage.state.peek("pool", task) instanceof Pool pool) {
            pools.put(operator.name(), pool);
          }
        });
    return pools;
  }

  /** What the plan stage knows of a task besides its pool, or null. */
  Object plan(String task) {
    return plan.state.peek("plan", task);
  }

  private void decided(JournalRecord entry) {
    world.tell(() -> owner + " decides " + world.checker.describe(entry));
    entries.add(entry);
  }

  private void published(OutgoingRecord program) {
    ProgramRecord record = ProgramRecord.CODEC.decode(program.value()).orThrow();
    world.checker.publishing(owner, program.key(), record.epoch());
    programs.add(program);
  }

  private <X> void sideOutput(OutputTag<X> tag, X value) {
    if (tag.equals(PlanFunction.TO_POOL)) {
      channels.get(Channel.PLAN_TO_DECIDE).add(value);
    } else if (tag.equals(WatchFunction.TO_POOL)) {
      channels.get(Channel.WATCH_TO_DECIDE).add(value);
    } else if (value instanceof RoundElement opening) {
      flights.add(new Flight.Round(opening, requestedSince()));
    } else if (value instanceof LiveElement opening) {
      flights.add(new Flight.Live(opening, requestedSince()));
    } else {
      throw new AssertionError("nothing takes " + tag);
    }
  }

  /** An opening comes right after the requests that it announces. */
  private List<RolloutRequest> requestedSince() {
    List<RolloutRequest> since = List.copyOf(requested);
    requested.clear();
    return since;
  }

  /**
   * Does one of the things that can happen next, by chance.
   *
   * @return whether there was any
   */
  boolean move() throws Exception {
    List<Move> moves = moves();
    if (moves.isEmpty()) {
      return false;
    }
    Move move = world.chance.of(moves);
    switch (move.what()) {
      case Move.DELIVER -> deliver(move.channel());
      case Move.READ -> read(move.input());
      case Move.CALL -> call();
      case Move.ANSWER -> answer();
      case Move.WRITE_ENTRY -> writeEntry();
      case Move.WRITE_PROGRAM -> writeProgram();
      default -> throw new AssertionError(move);
    }
    return true;
  }

  private List<Move> moves() {
    List<Move> moves = new ArrayList<>();
    channels.forEach(
        (channel, waiting) -> {
          if (!waiting.isEmpty()) {
            moves.add(new Move(channel, null, Move.DELIVER));
          }
        });
    for (Input input : Input.values()) {
      if (positions.get(input) < topic(input).end()) {
        moves.add(new Move(null, input, Move.READ));
      }
    }
    if (!flights.isEmpty()) {
      moves.add(new Move(null, null, Move.CALL));
    }
    if (!answered.isEmpty()) {
      moves.add(new Move(null, null, Move.ANSWER));
    }
    if (!entries.isEmpty()) {
      moves.add(new Move(null, null, Move.WRITE_ENTRY));
    }
    if (!programs.isEmpty()) {
      moves.add(new Move(null, null, Move.WRITE_PROGRAM));
    }
    return moves;
  }

  private void deliver(Channel channel) throws Exception {
    Object element = channels.get(channel).remove();
    switch (channel) {
      case TASKS_TO_DECIDE -> decide.take(PoolInput.of((TaskRecord) element));
      case COMMANDS_TO_DECIDE -> {
        World.Commanded commanded = (World.Commanded) element;
        decide.take(
            PoolInput.commanded(commanded.task(), commanded.command(), commanded.position()));
      }
      case JOURNAL_TO_DECIDE -> decide.take(PoolInput.journal((JournalRecord) element));
      case PLAN_TO_DECIDE, WATCH_TO_DECIDE, RESULTS_TO_DECIDE -> decide.take((PoolInput) element);
      case JOURNAL_TO_PLAN -> follow(plan, (JournalRecord) element);
      case JOURNAL_TO_VALIDATE -> follow(validate, (JournalRecord) element);
      case JOURNAL_TO_WATCH -> follow(watch, (JournalRecord) element);
      case JOURNAL_TO_PUBLISH -> {
        JournalRecord entry = (JournalRecord) element;
        publish.takeFirst(entry.task(), entry);
      }
      case EXAMPLES_TO_PLAN -> {
        FreshMinibatch fresh = (FreshMinibatch) element;
        plan.takeFirst(fresh.task(), fresh);
      }
      case EXAMPLES_TO_VALIDATE -> {
        AdmittedExample admitted = (AdmittedExample) element;
        validate.takeFirst(admitted.task(), admitted);
      }
      case EXAMPLES_TO_WATCH -> {
        AdmittedExample admitted = (AdmittedExample) element;
        watch.takeFirst(admitted.task(), admitted);
      }
      case PROGRAMS_TO_PUBLISH -> {
        PublishedEpoch published = (PublishedEpoch) element;
        publish.takeSecond(published.task(), published);
      }
    }
  }

  private static <I, O> void follow(Stage.TwoInputs<I, JournalRecord, O> stage, JournalRecord entry)
      throws Exception {
    stage.takeSecond(entry.task(), entry);
  }

  private void read(Input input) {
    int offset = Math.max(positions.get(input), first(input));
    if (offset >= topic(input).end()) {
      positions.put(input, offset);
      return;
    }
    positions.put(input, offset + 1);
    switch (input) {
      case TASKS -> send(world.tasks.at(offset), Channel.TASKS_TO_DECIDE);
      case COMMANDS -> send(world.commands.at(offset), Channel.COMMANDS_TO_DECIDE);
      case JOURNAL ->
          send(
              world.journal.at(offset),
              Channel.JOURNAL_TO_DECIDE,
              Channel.JOURNAL_TO_PLAN,
              Channel.JOURNAL_TO_VALIDATE,
              Channel.JOURNAL_TO_WATCH,
              Channel.JOURNAL_TO_PUBLISH);
      case PROGRAMS -> {
        World.Published published = world.programs.at(offset);
        send(new PublishedEpoch(published.task(), published.epoch()), Channel.PROGRAMS_TO_PUBLISH);
      }
      case EXAMPLES -> admit(world.examples.at(offset));
    }
  }

  private void send(Object element, Channel... to) {
    for (Channel channel : to) {
      channels.get(channel).add(element);
    }
  }

  private void admit(World.Logged logged) {
    if (!logged.holdout()) {
      send(
          new FreshMinibatch(logged.task(), logged.examples(), List.of()),
          Channel.EXAMPLES_TO_PLAN);
    }
    for (int i = 0; i < logged.examples().size(); i++) {
      boolean drawn = i % DRAWN_EVERY == 0;
      AdmittedExample admitted =
          new AdmittedExample(
              logged.task(), logged.examples().get(i), Definitions.MINIBATCH, 1_000, false, drawn);
      send(admitted, logged.holdout() ? Channel.EXAMPLES_TO_VALIDATE : Channel.EXAMPLES_TO_WATCH);
    }
  }

  private void call() {
    Flight flight = flights.remove(world.chance.below(flights.size()));
    List<Rollout> rollouts = world.server.askAll(flight.requests(), owner);
    world.tell(
        () ->
            "%s asks for %d rollouts of %s, %d answered"
                .formatted(owner, flight.requests().size(), flight.id(), rollouts.size()));
    answered.add(new Answered(flight, rollouts));
  }

  private void answer() {
    Answered next = answered.remove(world.chance.below(answered.size()));
    List<Rollout> rollouts = new ArrayList<>(next.rollouts());
    Optional<PoolInput> ended = next.flight().ended(rollouts);
    if (ended.isPresent()) {
      send(ended.get(), Channel.RESULTS_TO_DECIDE);
      return;
    }
    Flight.Sampling sampling = (Flight.Sampling) next.flight();
    if (!isFaultless && !rollouts.isEmpty() && world.chance.oneIn(8)) {
      late(sampling, rollouts.remove(0));
    }
    flights.add(sampling.evaluating(rollouts, candidates(sampling, rollouts)));
  }

  /** A rollout that its bucket did not wait for, of a program that the pool may not hold. */
  private void late(Flight.Sampling sampling, Rollout rollout) {
    RolloutKey key = rollout.key();
    String program = world.chance.oneIn(2) ? key.program() : "unknown";
    Rollout late =
        new Rollout(
            new RolloutKey(key.minibatch(), key.example(), program, key.sample()),
            rollout.status(),
            List.of(),
            Map.of(),
            rollout.score(),
            "",
            rollout.usage(),
            0);
    send(
        PoolInput.late(
            BucketElement.of(
                new RolloutAnswer(
                    sampling.manifest().task(),
                    late,
                    sampling.manifest().definition().programProfiles()),
                Flight.NO_DEADLINE)),
        Channel.RESULTS_TO_DECIDE);
  }

  private List<Program> candidates(Flight.Sampling sampling, List<Rollout> sampled) {
    boolean isStep =
        sampling.manifest().minibatch().purpose() == dev.ascent.core.rollout.Minibatch.Purpose.STEP;
    if (!isStep || sampled.stream().noneMatch(Rollout::isScored) || world.chance.oneIn(3)) {
      return List.of();
    }
    return List.of(
        Definitions.better(sampling.manifest().definition(), world.chance.between(1, 6)));
  }

  /** Kafka's producer keeps its order; after a retry a record may stand there twice. */
  private void writeEntry() {
    boolean isDoubled = !isFaultless && world.chance.oneIn(16);
    JournalRecord entry = isDoubled ? entries.peek() : entries.remove();
    world.append(entry);
  }

  private void writeProgram() {
    boolean isDoubled = !isFaultless && world.chance.oneIn(16);
    OutgoingRecord written = isDoubled ? programs.peek() : programs.remove();
    ProgramRecord program = ProgramRecord.CODEC.decode(written.value()).orThrow();
    world.tell(() -> owner + " publishes epoch " + program.epoch() + " of " + written.key());
    world.publish(new World.Published(written.key(), program.epoch(), program.id()));
  }

  void fireTimers() throws Exception {
    for (Stage stage : stages.values()) {
      stage.fireTimers();
    }
  }

  /**
   * Takes a checkpoint: what is on its way between operators arrives before the barrier, and what
   * producers hold is written.
   */
  Checkpoint checkpoint() throws Exception {
    Checkpoint checkpoint = new Checkpoint();
    checkpoint.positions.putAll(positions);
    List<Channel> full = full();
    while (!full.isEmpty()) {
      deliver(world.chance.of(full));
      full = full();
    }
    while (!entries.isEmpty()) {
      writeEntry();
    }
    while (!programs.isEmpty()) {
      writeProgram();
    }
    stages.forEach((operator, stage) -> checkpoint.states.put(operator, stage.state.copy()));
    checkpoint.flights.addAll(flights);
    answered.forEach(each -> checkpoint.flights.add(each.flight()));
    return checkpoint;
  }

  private List<Channel> full() {
    List<Channel> full = new ArrayList<>();
    channels.forEach(
        (channel, waiting) -> {
          if (!waiting.isEmpty()) {
            full.add(channel);
          }
        });
    return full;
  }

  int position(Checkpoint checkpoint, Input input) {
    return checkpoint.positions.get(input);
  }

  /** Its process is gone: of what its producers held, some may have been sent. */
  void die() {
    int sent = entries.isEmpty() ? 0 : world.chance.between(0, entries.size());
    for (int i = 0; i < sent; i++) {
      world.append(entries.remove());
    }
    int published = programs.isEmpty() ? 0 : world.chance.between(0, programs.size());
    for (int i = 0; i < published; i++) {
      writeProgram();
    }
  }
}
