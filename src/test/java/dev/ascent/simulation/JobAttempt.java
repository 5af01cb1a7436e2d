package dev.ascent.simulation;

import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.budget.UtcDay;
import dev.ascent.core.decision.Owners;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.rollout.Example;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.JobClock;
import dev.ascent.pipeline.admit.AdmittedExample;
import dev.ascent.pipeline.admit.TaskRecord;
import dev.ascent.pipeline.journal.JournalRecord;
import dev.ascent.pipeline.kafka.OutgoingRecord;
import dev.ascent.pipeline.minibatch.FreshMinibatch;
import dev.ascent.pipeline.plan.PlanFunction;
import dev.ascent.pipeline.pool.DecideFunction;
import dev.ascent.pipeline.pool.PoolInput;
import dev.ascent.pipeline.publish.PublishFunction;
import dev.ascent.pipeline.publish.PublishedEpoch;
import dev.ascent.pipeline.rollout.RolloutRequest;
import dev.ascent.pipeline.validate.RoundElement;
import dev.ascent.pipeline.validate.ValidateFunction;
import dev.ascent.pipeline.watch.LiveElement;
import dev.ascent.pipeline.watch.WatchFunction;
import dev.ascent.simulation.Checkpoint.Operator;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.util.OutputTag;

/**
 * One attempt of a run of the job: its operators, what travels between them, what is under way at
 * the model's server and what its producers have not written yet.
 */
final class JobAttempt {

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

  /** Something that can happen next. */
  private enum Kind {
    DELIVER,
    READ,
    CALL,
    ANSWER,
    WRITE_ENTRY,
    WRITE_PROGRAM
  }

  private record Move(Kind kind, Channel channel, Input input) {
    static Move of(Kind kind) {
      return new Move(kind, null, null);
    }
  }

  private static final int DRAWN_EVERY = 2;

  private static final long NO_DAY = -1;

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
  private final Calls calls;
  private final List<RolloutRequest> requested = new ArrayList<>();
  private final Producers producers;

  private static JobClock clock(long dayShownAsTheOneBefore) {
    return millis -> {
      Instant now = Instant.ofEpochMilli(millis);
      return UtcDay.of(now) == dayShownAsTheOneBefore ? now.minus(Duration.ofDays(1)) : now;
    };
  }

  /**
   * Starts an attempt.
   *
   * @param restored what it starts from, or null where it has the topics alone
   * @param isBehind whether the clock that it tells days by is a day behind, until the next
   *     midnight
   */
  JobAttempt(World world, String run, int number, Checkpoint restored, boolean isBehind)
      throws Exception {
    this.world = world;
    this.run = run;
    this.owner = Owners.name(run, String.valueOf(number));
    AscentSettings settings =
        AscentSettings.of(run, 1, ModelKind.SIMULATED)
            .withAttempts(context -> String.valueOf(number))
            .withClock(clock(isBehind ? world.day() : NO_DAY));
    for (Channel channel : Channel.values()) {
      channels.put(channel, new ArrayDeque<>());
    }
    for (Input input : Input.values()) {
      positions.put(
          input,
          restored == null
              ? start(input)
              : Math.max(first(input), restored.positions().get(input)));
    }
    producers = new Producers(world, owner);
    calls = new Calls(world, owner, result -> channels.get(Channel.RESULTS_TO_DECIDE).add(result));
    if (restored != null) {
      restored.flights().forEach(calls::add);
    }
    decide =
        new Stage.Deciding(
            new DecideFunction(settings), state(restored, Operator.DECIDE), producers::decided);
    plan =
        new Stage.TwoInputs<>(
            new PlanFunction(settings),
            state(restored, Operator.PLAN),
            manifest -> calls.add(Flight.Sampling.of(manifest)),
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
            producers::published,
            this::sideOutput);
    stages.put(Operator.DECIDE, decide);
    stages.put(Operator.PLAN, plan);
    stages.put(Operator.VALIDATE, validate);
    stages.put(Operator.WATCH, watch);
    stages.put(Operator.PUBLISH, publish);
  }

  private OperatorState state(Checkpoint restored, Operator operator) {
    return restored == null
        ? new OperatorState(world::now)
        : restored.states().get(operator).copy();
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
    producers.heal();
    calls.heal();
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

  /** The examples of a task that its stages hold. */
  List<Example> examples(String task) {
    List<Example> held = new ArrayList<>();
    stages.forEach(
        (operator, stage) ->
            List.of("examples", "holdout", "waiting")
                .forEach(
                    state -> {
                      Object known = stage.state.peek(state, task);
                      Collection<?> all =
                          known instanceof Map<?, ?> map ? map.values() : (Collection<?>) known;
                      if (all != null) {
                        all.stream()
                            .filter(Example.class::isInstance)
                            .forEach(each -> held.add((Example) each));
                      }
                    }));
    return held;
  }

  private <X> void sideOutput(OutputTag<X> tag, X value) {
    if (tag.equals(PlanFunction.TO_POOL)) {
      channels.get(Channel.PLAN_TO_DECIDE).add(value);
    } else if (tag.equals(WatchFunction.TO_POOL)) {
      channels.get(Channel.WATCH_TO_DECIDE).add(value);
    } else if (value instanceof RoundElement opening) {
      calls.add(new Flight.Round(opening, requestedSince()));
    } else if (value instanceof LiveElement opening) {
      calls.add(new Flight.Live(opening, requestedSince()));
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
    switch (move.kind()) {
      case DELIVER -> deliver(move.channel());
      case READ -> read(move.input());
      case CALL -> calls.call();
      case ANSWER -> calls.answer();
      case WRITE_ENTRY -> producers.writeEntry();
      case WRITE_PROGRAM -> producers.writeProgram();
    }
    return true;
  }

  private List<Move> moves() {
    List<Move> moves = new ArrayList<>();
    channels.forEach(
        (channel, waiting) -> {
          if (!waiting.isEmpty()) {
            moves.add(new Move(Kind.DELIVER, channel, null));
          }
        });
    for (Input input : Input.values()) {
      if (positions.get(input) < topic(input).end()) {
        moves.add(new Move(Kind.READ, null, input));
      }
    }
    if (calls.isCallDue()) {
      moves.add(Move.of(Kind.CALL));
    }
    if (calls.isAnswerDue()) {
      moves.add(Move.of(Kind.ANSWER));
    }
    if (producers.hasEntries()) {
      moves.add(Move.of(Kind.WRITE_ENTRY));
    }
    if (producers.hasPrograms()) {
      moves.add(Move.of(Kind.WRITE_PROGRAM));
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
    Map<Input, Integer> read = new EnumMap<>(positions);
    List<Channel> full = full();
    while (!full.isEmpty()) {
      deliver(world.chance.of(full));
      full = full();
    }
    producers.flush();
    Map<Operator, OperatorState> states = new EnumMap<>(Operator.class);
    stages.forEach((operator, stage) -> states.put(operator, stage.state.copy()));
    return new Checkpoint(states, read, calls.underWay());
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

  /** Its process is gone: of what its producers held, some may have been sent. */
  void die() {
    producers.die();
  }
}
