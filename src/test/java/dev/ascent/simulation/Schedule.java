package dev.ascent.simulation;

import dev.ascent.core.decision.Command;
import dev.ascent.core.decision.CommandKind;
import dev.ascent.core.decision.Owners;
import dev.ascent.core.pool.PauseKind;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.task.BudgetSettings;
import dev.ascent.core.task.Caps;
import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.core.text.Digest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One run of a small world, in which everything that may happen does so by chance; then faults stop
 * and the job has to come to rest in a state that is right. The same seed always runs the same way.
 */
final class Schedule {
  private static final int LEAST_STEPS = 10;
  private static final int MOST_STEPS = 50;
  private static final int MOST_ATTEMPTS_ALIVE = 4;

  /** Of one attempt in a row. */
  private static final int MOST_MOVES = 10;

  /** What people ask for, the more often the less it stops. */
  private static final List<CommandKind> COMMANDS =
      List.of(
          CommandKind.PAUSE,
          CommandKind.RESUME,
          CommandKind.RESUME,
          CommandKind.RESUME,
          CommandKind.PIN,
          CommandKind.UNPIN,
          CommandKind.UNPIN,
          CommandKind.UNPIN,
          CommandKind.ROLL_BACK,
          CommandKind.APPROVE,
          CommandKind.APPROVE,
          CommandKind.APPROVE);

  /** Rounds of a second in which a job without faults has done all that there is to do. */
  private static final int SECONDS_TO_REST = 40;

  /** Moves within one of these seconds. */
  private static final int MOVES_A_SECOND = 2_000;

  private final World world;
  private final Chance chance;
  private final List<String> tasks = new ArrayList<>();
  private final List<JobAttempt> alive = new ArrayList<>();

  /** The attempt of each run that is not a zombie, by the run's name. */
  private final Map<String, JobAttempt> current = new HashMap<>();

  private final Map<String, Checkpoint> checkpoints = new HashMap<>();

  /** Of a hundred steps, so many are events that the job has no part in. */
  private final int eventful;

  private int runs;
  private int attempts;
  private int commands;

  private Schedule(long seed, List<String> trace) {
    world = new World(seed, trace);
    chance = world.chance;
    eventful = chance.of(List.of(3, 8, 15));
  }

  /**
   * Runs the schedule of a seed.
   *
   * @param trace takes what happens, or null where nobody reads it
   * @throws InvariantViolation if something did not hold that always must
   */
  static void run(long seed, List<String> trace) throws Exception {
    Schedule schedule = new Schedule(seed, trace);
    schedule.begin();
    int steps = schedule.chance.between(LEAST_STEPS, MOST_STEPS);
    for (int i = 0; i < steps; i++) {
      schedule.step();
    }
    schedule.rest();
  }

  private void begin() throws Exception {
    tasks.add("tickets");
    if (chance.oneIn(8)) {
      tasks.add("reports");
    }
    for (String task : tasks) {
      boolean isBounded = chance.oneIn(6);
      TaskDefinition definition =
          isBounded ? Definitions.bounded(task, chance) : Definitions.stream(task, chance);
      world.define(definition);
      world.server.odds(definition.startProgram().id(), chance.of(List.of(0.0, 0.3, 1.0)));
      for (int number = 1; number <= Definitions.PROGRAMS; number++) {
        world.server.odds(
            Definitions.better(definition, number).id(), chance.of(List.of(0.2, 1.0, 1.0)));
      }
      if (!isBounded && !chance.oneIn(5)) {
        world.append(
            Definitions.begun(
                definition, chance.oneIn(2) ? chance.between(1, 99) : chance.between(88, 99)));
      }
      world.log(task, 2 * Definitions.MINIBATCH, false);
      world.log(task, isBounded ? 2 * Definitions.MINIBATCH : chance.between(4, 24), true);
    }
    startRun(null);
  }

  private void step() throws Exception {
    if (chance.below(100) < eventful) {
      happen(chance.below(26));
      return;
    }
    JobAttempt attempt = chance.of(alive);
    boolean isIdle = false;
    for (int moves = chance.between(1, MOST_MOVES); moves > 0 && !isIdle; moves--) {
      isIdle = !attempt.move();
    }
    if (isIdle || chance.oneIn(16)) {
      tick(1_000);
    }
  }

  private void tick(long millis) throws Exception {
    world.pass(millis);
    world.tell(() -> "time passes");
    for (JobAttempt attempt : List.copyOf(alive)) {
      attempt.fireTimers();
    }
  }

  private void happen(int what) throws Exception {
    switch (what) {
      case 0, 1, 2, 3 -> checkpoint(chance.of(runNames()));
      case 4, 5, 6 -> crash(chance.of(runNames()), chance.oneIn(4));
      case 7, 8 -> startAnotherRun();
      case 9, 10 -> die(chance.of(alive));
      case 11, 12, 13, 14 ->
          command(chance.of(tasks), chance.oneIn(40) ? CommandKind.RETIRE : chance.of(COMMANDS));
      case 15 -> world.log(chance.of(tasks), 2 * Definitions.MINIBATCH, true);
      case 16 -> redefine(chance.of(tasks));
      case 17, 18 -> world.log(chance.of(tasks), Definitions.MINIBATCH, chance.oneIn(2));
      case 19 -> dropOldEntries();
      case 20, 21 -> tick(31_000);
      case 22 -> tick(Duration.ofHours(13).toMillis());
      case 23 -> drift(chance.of(tasks));
      case 24, 25 -> forget(chance.of(tasks));
      default -> throw new AssertionError(what);
    }
  }

  private List<String> runNames() {
    return current.keySet().stream().sorted().toList();
  }

  private void startRun(Checkpoint savepoint) throws Exception {
    runs++;
    start("run-" + runs, savepoint);
  }

  /** No account can tell that a day has begun which no clock has shown yet. */
  private boolean hasNotedTheDay(String task) {
    Pool pool = world.checker.pool(task);
    return pool.isOpen() && pool.ledger().day() == world.day();
  }

  private void start(String run, Checkpoint restored) throws Exception {
    attempts++;
    boolean isBehind = chance.oneIn(8) && tasks.stream().allMatch(this::hasNotedTheDay);
    JobAttempt attempt = new JobAttempt(world, run, attempts, restored, isBehind);
    world.tell(
        () ->
            attempt.owner()
                + " starts "
                + (restored == null ? "without state" : "from a checkpoint"));
    alive.add(attempt);
    current.put(run, attempt);
  }

  private void checkpoint(String run) throws Exception {
    world.tell(() -> "checkpoint of " + current.get(run).owner());
    JobAttempt attempt = current.get(run);
    Checkpoint checkpoint = attempt.checkpoint();
    checkpoints.put(run, checkpoint);
    world.committedCommands = checkpoint.positions().get(Input.COMMANDS);
    tasks.forEach(task -> world.checker.agrees(attempt, task));
  }

  /** The run's attempt fails; it may go on as a zombie, which nobody sees. */
  private void crash(String run, boolean losesState) throws Exception {
    JobAttempt failed = current.get(run);
    world.tell(() -> failed.owner() + " fails");
    if (chance.oneIn(2) || alive.size() >= MOST_ATTEMPTS_ALIVE) {
      die(failed);
    }
    if (losesState) {
      checkpoints.remove(run);
    }
    start(run, checkpoints.get(run));
  }

  /** The last checkpoint of a run that nobody has shut out, as such a run listens no more. */
  private Checkpoint savepoint(String run) {
    return owns(run) ? checkpoints.get(run) : null;
  }

  private boolean owns(String run) {
    return tasks.stream()
        .allMatch(task -> Owners.areOfOneRun(world.checker.pool(task).owner(), run));
  }

  /** A run starts beside another one, or in its place. */
  private void startAnotherRun() throws Exception {
    String before = chance.of(runNames());
    Checkpoint savepoint = chance.oneIn(2) ? savepoint(before) : null;
    if (chance.oneIn(2) || alive.size() >= MOST_ATTEMPTS_ALIVE) {
      JobAttempt stopped = current.remove(before);
      if (alive.size() >= MOST_ATTEMPTS_ALIVE || chance.oneIn(2)) {
        die(stopped);
      }
    }
    startRun(savepoint);
  }

  /** Whoever is nobody's current attempt dies for good; others are started again. */
  private void die(JobAttempt attempt) throws Exception {
    if (!alive.remove(attempt)) {
      return;
    }
    world.tell(() -> attempt.owner() + " is gone");
    tasks.forEach(task -> world.checker.agrees(attempt, task));
    attempt.die();
    if (alive.isEmpty() || current.get(attempt.run()) == attempt) {
      start(attempt.run(), checkpoints.get(attempt.run()));
    }
  }

  private void command(String task, CommandKind kind) {
    commands++;
    Pool pool = world.checker.pool(task);
    Long epoch =
        chance.oneIn(2) || !pool.isOpen() ? null : (long) chance.below(pool.champions().size());
    String program = !pool.isOpen() || pool.awaiting() == null ? null : pool.awaiting().program();
    Command command = new Command(kind, "c" + commands, epoch, program);
    world.command(task, command);
  }

  /** A record that a lesson came from, one that may be learned from yet, or all of somebody's. */
  private void forget(String task) {
    commands++;
    int number = chance.between(1, Definitions.PROGRAMS);
    List<String> authors = List.of(Digest.of(Definitions.author(number)));
    if (chance.oneIn(4)) {
      ask(task, CommandKind.READMIT, List.of(), authors);
    } else if (chance.oneIn(3)) {
      ask(task, CommandKind.FORGET, List.of(), authors);
    } else {
      String record = chance.oneIn(3) ? world.loggedId(task) : Definitions.source(number);
      ask(task, CommandKind.FORGET, List.of(Digest.of(record)), List.of());
    }
  }

  private void ask(String task, CommandKind kind, List<String> records, List<String> authors) {
    world.command(task, new Command(kind, "c" + commands, null, null, records, authors));
  }

  private void redefine(String task) {
    Pool pool = world.checker.pool(task);
    if (!pool.isOpen()) {
      return;
    }
    TaskDefinition latest = world.checker.latest(task);
    TaskDefinition other =
        chance.oneIn(3)
            ? latest.withLms(LmProfile.of("http://localhost/v1", "model-" + commands), latest.lms())
            : latest.withBudget(
                new BudgetSettings(
                    new Caps((long) chance.between(100, 800), null, null),
                    latest.budget().perDay()));
    if (!other.equals(latest)) {
      commands++;
      world.define(other);
    }
  }

  /** Of the journal only what stands from the latest snapshot on is kept. */
  private void dropOldEntries() {
    world
        .checker
        .latestSnapshots(tasks)
        .ifPresent(
            offset -> {
              world.tell(() -> "retention drops the journal before offset " + offset);
              world.journal.dropBefore(offset);
            });
  }

  private void drift(String task) {
    Pool pool = world.checker.pool(task);
    if (pool.isOpen()) {
      world.tell(() -> "the champion of " + task + " turns bad");
      world.server.odds(pool.champion().program(), 0);
    }
  }

  /** Faults stop. A run does as it is told, and leaves nothing undone. */
  private void rest() throws Exception {
    world.tell(() -> "faults stop");
    world.server.heal();
    JobAttempt last = survivor();
    last.heal();
    // A task that is retired when it reads the first command, and defined anew after, needs
    // another.
    tasks.forEach(task -> command(task, CommandKind.PAUSE));
    comeToRest(last);
    tasks.stream().filter(task -> !isStill(task)).forEach(task -> command(task, CommandKind.PAUSE));
    comeToRest(last);
    for (String task : tasks) {
      if (!isStill(task)) {
        throw new InvariantViolation(task + " was not paused, as people had asked");
      }
    }
    settled(last);
    if (chance.oneIn(8)) {
      tasks.forEach(task -> command(task, CommandKind.RESUME));
      comeToRest(last);
      settled(last);
    }
  }

  private void settled(JobAttempt last) {
    for (String task : tasks) {
      world.checker.agrees(last, task);
      world.checker.settled(last, task);
    }
  }

  /** The one that goes on: whoever has all tasks, or a run that takes them over. */
  private JobAttempt survivor() throws Exception {
    String before = chance.of(runNames());
    JobAttempt owner = current.get(before);
    Checkpoint savepoint = chance.oneIn(2) ? savepoint(before) : null;
    for (JobAttempt attempt : List.copyOf(alive)) {
      if (attempt != owner) {
        attempt.die();
        alive.remove(attempt);
      }
    }
    if (owns(before) && chance.oneIn(2)) {
      return owner;
    }
    owner.die();
    alive.clear();
    startRun(savepoint);
    return alive.get(0);
  }

  private boolean isStill(String task) {
    Pool pool = world.checker.pool(task);
    return pool.isOver() || (pool.isPaused() && pool.pause().kind() == PauseKind.COMMAND);
  }

  private void comeToRest(JobAttempt last) throws Exception {
    int idle = 0;
    for (int second = 0; second < SECONDS_TO_REST && idle < 3; second++) {
      int moves = 0;
      while (last.move()) {
        moves++;
        if (moves > MOVES_A_SECOND) {
          throw new InvariantViolation("the job never comes to rest");
        }
      }
      idle = moves == 0 ? idle + 1 : 0;
      tick(1_000);
    }
    if (idle < 3) {
      throw new InvariantViolation("the job did not come to rest in " + SECONDS_TO_REST + " s");
    }
  }
}
