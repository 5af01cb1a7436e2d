package dev.ascent.simulation;

import dev.ascent.core.budget.UtcDay;
import dev.ascent.core.decision.Command;
import dev.ascent.core.pool.TopicPosition;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.pipeline.admit.TaskRecord;
import dev.ascent.pipeline.journal.JournalRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What all runs of the job share: the topics, the model's server, the clock; and who checks it. */
final class World {
  static final long FIRST_DAY = 20_000;

  final Chance chance;
  final ModelServer server;
  final Topic<TaskRecord> tasks = new Topic<>();
  final Topic<Commanded> commands = new Topic<>();
  final Topic<JournalRecord> journal = new Topic<>();
  final Topic<Published> programs = new Topic<>();
  final Topic<Logged> examples = new Topic<>();
  final Checker checker;

  /** The offset of the commands that was committed last, for runs that begin without state. */
  int committedCommands;

  private final List<String> trace;
  private long now = UtcDay.start(FIRST_DAY).plus(Duration.ofHours(12)).toEpochMilli();

  /** What people ask of a task. */
  record Commanded(String task, Command command, TopicPosition position) {}

  /** A program under an epoch. */
  record Published(String task, long epoch, String program) {}

  /** Examples that came together. */
  record Logged(String task, List<Example> examples, boolean holdout) {}

  /**
   * @param trace takes what happens, or null where nobody reads it
   */
  World(long seed, List<String> trace) {
    this.chance = new Chance(seed);
    this.server = new ModelServer(this, chance);
    this.trace = trace;
    this.checker = new Checker(this);
  }

  long now() {
    return now;
  }

  long day() {
    return UtcDay.of(Instant.ofEpochMilli(now));
  }

  void pass(long millis) {
    now += millis;
  }

  void tell(Supplier<String> what) {
    if (trace != null) {
      trace.add(String.format("%9.1f s  %s", (now % 100_000_000) / 1000.0, what.get()));
    }
  }

  void define(TaskDefinition definition) {
    tell(() -> "people define " + definition.task() + ": " + Definitions.describe(definition));
    tasks.append(
        new TaskRecord(definition.task(), definition, new TopicPosition(tasks.end(), now)));
    checker.defined(definition.task(), definition);
  }

  void command(String task, Command command) {
    tell(
        () ->
            "people ask for %s of %s, epoch %d (%s)"
                .formatted(command.kind(), task, command.epoch(), command.reason()));
    commands.append(new Commanded(task, command, new TopicPosition(commands.end(), now)));
  }

  void append(JournalRecord record) {
    journal.append(record);
    checker.journalled(record);
  }

  void publish(Published published) {
    programs.append(published);
    checker.published(published);
  }

  /** The id of one of a task's examples. */
  String loggedId(String task) {
    List<String> ids = new ArrayList<>();
    for (int offset = examples.first(); offset < examples.end(); offset++) {
      if (examples.at(offset).task().equals(task)) {
        examples.at(offset).examples().forEach(example -> ids.add(example.id()));
      }
    }
    return chance.of(ids);
  }

  /** New examples of a task, which get ids that none had before. */
  void log(String task, int count, boolean holdout) {
    List<Example> added = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      added.add(Definitions.example((holdout ? "h" : "t") + examples.end() + "-" + i));
    }
    tell(() -> count + (holdout ? " holdout" : " training") + " examples of " + task);
    examples.append(new Logged(task, List.copyOf(added), holdout));
  }
}
