package dev.ascent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.budget.UtcDay;
import dev.ascent.core.pool.PauseKind;
import dev.ascent.core.pool.Pool;
import dev.ascent.embedded.EmbeddedBroker;
import dev.ascent.embedded.JournalFollower;
import dev.ascent.embedded.simulated.FaultRates;
import dev.ascent.embedded.simulated.Latency;
import dev.ascent.embedded.simulated.SimulatedModelServer;
import dev.ascent.embedded.simulated.World;
import dev.ascent.pipeline.kafka.TopicSetup;
import dev.ascent.pipeline.kafka.Topics;
import dev.ascent.testing.JobRun;
import dev.ascent.testing.TopicReader;
import dev.ascent.testing.WorldTask;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import dev.ascent.wire.record.StatusRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream that spends its cap day after day, with days that turn when the test says so. */
class DailyCapITCase {
  private static final Topics TOPICS = Topics.DEFAULT;
  private static final Latency LATENCY = new Latency(Duration.ofMillis(5), 0.5);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long ROLLOUTS_PER_DAY = 300;
  private static final long FIRST_DAY = 20_000;

  /** The days of all task managers, which run in this process. */
  private static final AtomicLong DAY = new AtomicLong(FIRST_DAY);

  @TempDir Path folder;

  @Test
  void aStreamOutOfItsDayGoesOnWhenTheDayHasTurned() throws Exception {
    World world = World.named("six-keywords", 3);
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"));
        SimulatedModelServer server =
            SimulatedModelServer.start(world, 0, LATENCY, FaultRates.NONE)) {
      Properties client = new Properties();
      client.put("bootstrap.servers", broker.bootstrapServers());
      new TopicSetup(client, 1, 1).createMissing(TOPICS);
      WorldTask task =
          WorldTask.stream(world, 400, "ascent", 0, server.baseUrl())
              .limitedPerDay(ROLLOUTS_PER_DAY);
      AscentSettings settings =
          AscentSettings.of("run-1", 2, ModelKind.SIMULATED)
              .withClock(millis -> UtcDay.start(DAY.get()).plus(Duration.ofHours(12)));
      try (JobRun run = JobRun.start(broker.bootstrapServers(), settings, folder);
          JournalFollower journal =
              new JournalFollower(broker.bootstrapServers(), TOPICS.journal(), task.name())) {
        task.send(broker.bootstrapServers(), TOPICS);
        long before = 0;
        for (long day = FIRST_DAY; day < FIRST_DAY + 2; day++) {
          DAY.set(day);
          Instant midnight = UtcDay.start(day + 1);

          Pool pool = await(run, journal, each -> isPausedUntil(each, midnight));

          assertThat(pool.pause().kind()).isEqualTo(PauseKind.CAP);
          // Calls that were under way at the pause may reach the server on the next day.
          long counted = server.stats().rollouts();
          assertThat(counted)
              .isGreaterThan(before)
              .isLessThanOrEqualTo((day - FIRST_DAY + 1) * ROLLOUTS_PER_DAY);
          before = counted;
        }
        awaitPausesOnStatus(broker, UtcDay.start(FIRST_DAY + 1), UtcDay.start(FIRST_DAY + 2));
      }
    }
  }

  private static boolean isPausedUntil(Pool pool, Instant end) {
    return pool.isPaused() && Objects.equals(pool.pause().untilMillis(), end.toEpochMilli());
  }

  private static Pool await(JobRun run, JournalFollower journal, Predicate<Pool> reached)
      throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!reached.test(journal.pool())) {
      journal.poll(Duration.ofMillis(20), (entry, pool) -> {});
      run.check();
      assertThat(System.nanoTime()).as("waited too long for %s", journal.pool()).isLessThan(end);
    }
    return journal.pool();
  }

  /** The status follows the journal, after a while. */
  private static void awaitPausesOnStatus(EmbeddedBroker broker, Instant... ends) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<Instant> seen = pausedUntil(broker);
    while (!seen.containsAll(List.of(ends))) {
      assertThat(System.nanoTime()).as("waited too long, saw %s", seen).isLessThan(end);
      seen = pausedUntil(broker);
    }
  }

  private static List<Instant> pausedUntil(EmbeddedBroker broker) {
    return TopicReader.values(broker.bootstrapServers(), TOPICS.status()).stream()
        .map(value -> StatusRecord.CODEC.decode(value).orThrow())
        .map(StatusRecord::pausedUntil)
        .filter(Objects::nonNull)
        .toList();
  }
}
