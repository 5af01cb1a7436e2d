package dev.ascent.simulation;

import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.pool.Replayed;
import dev.ascent.core.pool.StepCounts;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.task.Caps;
import dev.ascent.core.task.PromotionPolicy;
import dev.ascent.core.task.SelectionType;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.core.text.Digest;
import dev.ascent.pipeline.journal.JournalRecord;
import dev.ascent.testing.TaskBuilder;
import dev.ascent.wire.JournalCodec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Tasks of the simulated world, whose tests need so little evidence that a schedule has some. */
final class Definitions {
  static final int MINIBATCH = 4;

  /** An owner that was there before the schedule begins. */
  static final String FIRST_OWNER = "run-0";

  /** How many programs there are to be found. */
  static final int PROGRAMS = 6;

  private static final int AUTHORS = 4;

  private static final double ALPHA = 0.6;
  private static final int ATTEMPTS_PER_PERIOD = 3;
  private static final int STEPS_BEFORE = 200;
  private static final int EXAMPLES_BEFORE = 24;
  private static final int LIVE_SCORES_BEFORE = 40;

  private Definitions() {}

  static TaskDefinition stream(String task, Chance chance) {
    TaskBuilder builder = search();
    if (!chance.oneIn(4)) {
      builder.rollouts(chance.between(60, 600));
    }
    if (chance.oneIn(2)) {
      builder.perDay(new Caps((long) chance.between(40, 200), null, null));
    }
    return builder.promotion(policy(chance)).build().withTask(task);
  }

  private static TaskBuilder search() {
    return TaskBuilder.simba()
        .minibatchSize(MINIBATCH)
        .candidates(1)
        .caps(4, 8)
        .selection(SelectionType.THOMPSON);
  }

  private static PromotionPolicy policy(Chance chance) {
    return new PromotionPolicy(
        ALPHA, ATTEMPTS_PER_PERIOD, chance.between(1, 3), 0, 0.2, chance.oneIn(4));
  }

  static TaskDefinition bounded(String task, Chance chance) {
    return search()
        .steps(chance.between(1, 3))
        .rollouts(chance.between(150, 500))
        .dataset(2 * MINIBATCH, 2 * MINIBATCH)
        .build()
        .withTask(task);
  }

  static Example example(String id) {
    return new Example(
        id,
        Map.of("ticket", "about " + id),
        Map.of("team", "billing"),
        Map.of(),
        null,
        author(id.hashCode()),
        null);
  }

  /** One of those who are behind examples and lessons. */
  static String author(int number) {
    return "author-" + Math.floorMod(number, AUTHORS);
  }

  /** Id of the record that a lesson was drawn from. */
  static String source(int lesson) {
    return "e" + lesson;
  }

  private static Program taught(Program program, int lesson) {
    Rule rule =
        new Rule(
            "Lesson " + lesson + ".", List.of(source(lesson)), List.of(Digest.of(author(lesson))));
    return program.withPredictors(predictor -> predictor.withRule(rule));
  }

  /**
   * A program that looks better than the start by all that is known in {@link #begun}; those of the
   * later numbers were taught two lessons.
   */
  static Program better(TaskDefinition definition, int number) {
    Program one = taught(definition.startProgram(), number);
    return number <= PROGRAMS / 2 ? one : taught(one, number - PROGRAMS / 2);
  }

  /**
   * A task that has been searched for long, whose leader is about to be tested: a snapshot, as all
   * that led to it is gone.
   */
  static JournalRecord begun(TaskDefinition definition, long version) {
    String start = definition.startProgram().id();
    Program leader = better(definition, 1);
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Owned(FIRST_OWNER, World.FIRST_DAY));
    changes.add(new Change.Defined(definition));
    changes.add(new Change.Joined(leader, List.of(1.0)));
    changes.add(new Change.Credited(scored(start, 0)));
    changes.add(new Change.Credited(scored(leader.id(), 1)));
    changes.add(new Change.Credited(scored(leader.id(), 1)));
    changes.add(new Change.Led(leader.id()));
    changes.add(new Change.Stepped("m0-0", new StepCounts(STEPS_BEFORE, 0, Map.of(), 0, 0)));
    changes.add(new Change.Watched(0, Collections.nCopies(LIVE_SCORES_BEFORE, 1.0), List.of()));
    JournalEntry first = new JournalEntry(definition.task(), 1, FIRST_OWNER, "before", changes);
    Pool pool = ((Replayed.Applied) Replay.apply(Pool.empty(first.task()), first)).pool();
    return record(
        new JournalEntry(
            first.task(), version, FIRST_OWNER, "before", List.of(new Change.Snapshot(pool))));
  }

  private static List<ScoredRollout> scored(String program, double score) {
    return IntStream.range(0, EXAMPLES_BEFORE)
        .mapToObj(i -> new ScoredRollout(program, "b" + i, RolloutStatus.SCORED, score))
        .toList();
  }

  static JournalRecord record(JournalEntry entry) {
    return new JournalRecord(entry.task(), entry.version(), JournalCodec.encode(entry));
  }

  /** What tells definitions of a schedule apart. */
  static String describe(TaskDefinition definition) {
    return "model %s, caps %s in all and %s a day, approval %s, %s"
        .formatted(
            definition.lm().model(),
            definition.budget().total().rollouts(),
            definition.budget().perDay().rollouts(),
            definition.promotion().approval(),
            definition.isBounded() ? "a file" : "a stream");
  }
}
