package dev.ascent.core.decision;

import dev.ascent.core.budget.UtcDay;
import dev.ascent.core.drift.ScoreLevel;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.pool.Replayed;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.core.promotion.LoneFaults;
import dev.ascent.core.promotion.TestCosts;
import dev.ascent.core.random.Seeds;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.rollout.Usage;
import dev.ascent.testing.TaskBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A stream in which nothing is searched and the champion is watched: the decisions are the job's,
 * answers are right or wrong with a probability for each program, which changes once.
 *
 * <p>The start is right with 0.45, the champion before the present one with 0.7, the present one
 * with 0.9, as a test on 40 examples has shown.
 */
public final class WatchedStream {
  private static final Instant NOW = UtcDay.start(20_000);
  private static final int BATCH = 16;
  private static final int TESTED_ON = 40;
  private static final double CHAMPION_RATE = 0.9;

  /** What happens to the programs. */
  public enum Event {
    NOTHING("nothing") {
      @Override
      double after(double before, boolean isChampion) {
        return before;
      }
    },
    HARDER_BY_A_THIRD("all programs are right a third less often") {
      @Override
      double after(double before, boolean isChampion) {
        return before * 2 / 3;
      }
    },
    CHAMPION_AT_8_TENTHS("the champion falls to 0.8") {
      @Override
      double after(double before, boolean isChampion) {
        return isChampion ? 0.8 : before;
      }
    },
    CHAMPION_AT_7_TENTHS("the champion falls to 0.7") {
      @Override
      double after(double before, boolean isChampion) {
        return isChampion ? 0.7 : before;
      }
    },
    CHAMPION_AT_HALF("the champion falls to 0.5") {
      @Override
      double after(double before, boolean isChampion) {
        return isChampion ? 0.5 : before;
      }
    },
    CHAMPION_AT_A_FIFTH("the champion falls to 0.2") {
      @Override
      double after(double before, boolean isChampion) {
        return isChampion ? 0.2 : before;
      }
    };

    private final String title;

    Event(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }

    abstract double after(double before, boolean isChampion);
  }

  /**
   * What a run has shown.
   *
   * @param alarmAfter scores of the champion from the event to the first alarm, or -1 without one
   * @param isReplaced whether another program is the champion
   * @param pairs of holdout examples that tests took
   */
  public record Seen(int alarmAfter, boolean isReplaced, int pairs) {}

  private final Decider decider = new Decider("run");
  private final Map<String, Double> rates;
  private final String watched;
  private final RandomGenerator random;
  private Event event = Event.NOTHING;
  private Pool pool = Pool.empty("tickets");
  private int pairs;

  private WatchedStream(RandomGenerator random) {
    this.random = random;
    decide(new PoolEvent.TaskSeen(TaskBuilder.ascent().build()));
    Program first = taught("first");
    Program second = taught("second");
    rates = Map.of(pool.start(), 0.45, first.id(), 0.7, second.id(), CHAMPION_RATE);
    watched = second.id();
    promote(first, 1);
    promote(second, 2);
  }

  /**
   * Runs a stream.
   *
   * @param before scores of the champion before the event
   * @param after at most so many after it, tests not counted
   */
  public static Seen run(Event event, int before, int after, long seed, int run) {
    WatchedStream stream =
        new WatchedStream(Seeds.generator(seed, "watched", event.name(), String.valueOf(run)));
    for (int scores = 0; scores < before && stream.isAsItWas(); scores += BATCH) {
      stream.batch();
    }
    stream.event = event;
    int alarmAfter = -1;
    for (int scores = 0; scores < after && stream.isAsItWas(); scores += BATCH) {
      stream.batch();
      if (alarmAfter < 0 && stream.pool.live().alarm() != null) {
        alarmAfter = scores + BATCH;
      }
      stream.test();
    }
    return new Seen(alarmAfter, !stream.isAsItWas(), stream.pairs);
  }

  private boolean isAsItWas() {
    return pool.champion().program().equals(watched);
  }

  private void batch() {
    String id = pool.liveBatch();
    decide(new PoolEvent.LeaseWanted(id, Minibatch.Purpose.LIVE, BATCH, Long.MAX_VALUE));
    List<Double> scores = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      scores.add(score(pool.champion().program()));
    }
    int epoch = pool.champion().epoch();
    decide(
        new PoolEvent.LiveEnded(
            new LiveOutcome(id, epoch, scores, List.of(), 0, new Usage(BATCH, 0, 0, 0))));
  }

  /** One round of the test under way, and what the time calls for. */
  private void test() {
    Attempt attempt = pool.attempt();
    if (attempt != null) {
      List<Double> differences = new ArrayList<>();
      ScoreLevel level = ScoreLevel.NONE;
      for (int i = 0; i < attempt.pairsWanted(); i++) {
        double challenger = score(attempt.challenger());
        differences.add(challenger - score(attempt.champion()));
        level = level.after(challenger);
      }
      pairs += differences.size();
      decide(
          new PoolEvent.RoundEnded(
              new RoundOutcome(
                  attempt.id(),
                  attempt.round(),
                  differences,
                  0,
                  0,
                  new Usage(2 * differences.size(), 0, 0, 0),
                  false,
                  LoneFaults.NONE,
                  level)));
    }
    decide(new PoolEvent.TimePassed());
  }

  private double score(String program) {
    double rate = event.after(rates.get(program), program.equals(watched));
    return random.nextDouble() < rate ? 1 : 0;
  }

  private void promote(Program program, int epoch) {
    ScoreLevel level = ScoreLevel.NONE;
    for (int i = 0; i < TESTED_ON; i++) {
      level = level.after(score(program.id()));
    }
    Evidence evidence =
        new Evidence(
            Evidence.Status.PROVEN,
            Evidence.Basis.HOLDOUT,
            TESTED_ON,
            0.2,
            0.1,
            0.3,
            pool.champion().program(),
            500,
            400,
            TESTED_ON,
            level,
            TestCosts.NONE);
    apply(
        new JournalEntry(
            pool.task(),
            pool.version() + 1,
            pool.owner(),
            "test",
            List.of(
                new Change.Joined(program, List.of()),
                new Change.Promoted(epoch, program.id(), evidence))));
  }

  private Program taught(String rule) {
    return pool.program(pool.start())
        .withPredictors(predictor -> predictor.withRule(new Rule(rule, List.of("e99"))));
  }

  private void decide(PoolEvent decided) {
    decider.decide(pool, decided, NOW).ifPresent(this::apply);
  }

  private void apply(JournalEntry entry) {
    pool = ((Replayed.Applied) Replay.apply(pool, entry)).pool();
  }
}
