package dev.ascent.pipeline;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.PauseKind;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.pool.Replayed;
import dev.ascent.embedded.EmbeddedBroker;
import dev.ascent.embedded.JournalFollower;
import dev.ascent.embedded.simulated.FaultRates;
import dev.ascent.embedded.simulated.Latency;
import dev.ascent.embedded.simulated.SimulatedModelServer;
import dev.ascent.embedded.simulated.World;
import dev.ascent.pipeline.kafka.TopicSetup;
import dev.ascent.pipeline.kafka.Topics;
import dev.ascent.pipeline.pool.StatusFunction;
import dev.ascent.testing.JobRun;
import dev.ascent.testing.TopicReader;
import dev.ascent.testing.WorldTask;
import dev.ascent.wire.program.ProgramRecord;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import dev.ascent.wire.record.StatusRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs that end in the middle of their work, and those that come after them. */
class PipelineRestoreITCase {
  private static final Topics TOPICS = Topics.DEFAULT;
  private static final Latency LATENCY = new Latency(Duration.ofMillis(25), 0.5);

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final World world = World.named("six-keywords", 3);

  @TempDir Path folder;
  private EmbeddedBroker broker;
  private SimulatedModelServer server;

  @BeforeEach
  void startBrokerAndModel() throws Exception {
    broker = EmbeddedBroker.start(folder.resolve("broker"));
    server = SimulatedModelServer.start(world, 0, LATENCY, FaultRates.NONE);
    Properties client = new Properties();
    client.put("bootstrap.servers", broker.bootstrapServers());
    new TopicSetup(client, 1, 1).createMissing(TOPICS);
  }

  @AfterEach
  void stopBrokerAndModel() {
    server.close();
    broker.close();
  }

  /**
   * A run that Flink restarts keeps its name; one that people start from a checkpoint has a new.
   */
  @ParameterizedTest
  @CsvSource({"simba, run-1, 2, 3", "ascent, run-2, 1, 2"})
  void goesOnFromACheckpointAtAnotherParallelism(
      String algorithm, String restoredOwner, int before, int after) throws Exception {
    WorldTask task = WorldTask.bounded(world, 100, algorithm, 5, 4_000, server.baseUrl());
    Path checkpoint;
    try (JobRun killed = start("run-1", before);
        JournalFollower journal = follow(task)) {
      task.send(broker.bootstrapServers(), TOPICS);
      await(killed, journal, pool -> pool.counts().steps() >= 2);
      long version = journal.pool().version();
      // Some of what was decided has to be younger than the checkpoint.
      Path stale = awaitCheckpoint(killed);
      await(killed, journal, pool -> pool.version() > version);
      killed.kill();
      checkpoint = killed.latestCheckpoint().orElse(stale);
    }
    int statusesBefore = statuses().size();

    try (JobRun restored =
            JobRun.restore(
                broker.bootstrapServers(), settings(restoredOwner, after), folder, checkpoint);
        JournalFollower journal = follow(task)) {
      Pool pool = await(restored, journal, each -> each.phase() == Phase.FINISHED);

      assertThat(pool.verdict()).isNotNull();
      List<Replayed.Applied> applied = replay(task);
      assertThat(applied.get(applied.size() - 1).pool()).isEqualTo(pool);
      assertThatNothingWasConcludedTwice(task);
      awaitStatuses(restored, statusesBefore, pool);
      assertThat(pool.ledger().open()).isEmpty();
      assertThat(pool.ledger().total().rollouts())
          .as("what the server counted is charged")
          .isGreaterThanOrEqualTo(server.stats().rollouts());
    }
  }

  /** Its predecessor's examples are gone with its state, and it must find them again. */
  @Test
  void aJobWithoutASavepointGoesOnWithABoundedTask() throws Exception {
    WorldTask task = WorldTask.bounded(world, 100, "simba", 4, 6_000, server.baseUrl());
    try (JobRun killed = start("run-1", 2);
        JournalFollower journal = follow(task)) {
      task.send(broker.bootstrapServers(), TOPICS);
      await(killed, journal, pool -> pool.counts().steps() >= 1);
      // With a checkpoint, offsets are committed: they must not keep the next job from reading.
      awaitCheckpoint(killed);
      killed.kill();
    }

    try (JobRun fresh = start("run-2", 2);
        JournalFollower journal = follow(task)) {
      Pool pool = await(fresh, journal, each -> each.phase() == Phase.FINISHED);

      assertThat(pool.verdict()).isNotNull();
      assertThat(pool.owner()).startsWith("run-2@");
      assertThatNothingWasConcludedTwice(task);
    }
  }

  @Test
  void aJobThatTakesAStreamOverShutsOutTheOneBeforeIt() throws Exception {
    WorldTask task = WorldTask.stream(world, 300, "ascent", 1_800, server.baseUrl());
    try (JobRun zombie = start("run-1", 1);
        JournalFollower journal = follow(task)) {
      task.send(broker.bootstrapServers(), TOPICS);
      await(zombie, journal, pool -> pool.counts().steps() >= 3);

      try (JobRun fresh = start("run-2", 2)) {
        Pool pool = await(fresh, journal, each -> each.isPaused());

        assertThat(pool.pause().kind()).isEqualTo(PauseKind.CAP);
        assertThat(pool.owner()).startsWith("run-2@");
        zombie.check();
        assertThat(takeovers(task))
            .satisfiesExactly(
                first -> assertThat(first).startsWith("run-1@"),
                second -> assertThat(second).isEqualTo(pool.owner()));
        assertThat(ownersAfter(task, pool.owner())).containsExactly(pool.owner());
        assertThatNothingWasConcludedTwice(task);
        assertThat(pool.champions()).hasSizeGreaterThan(1);
        awaitPublished(fresh, pool);
      }
    }
  }

  private JobRun start(String owner, int parallelism) throws Exception {
    return JobRun.start(broker.bootstrapServers(), settings(owner, parallelism), folder);
  }

  private static AscentSettings settings(String owner, int parallelism) {
    return AscentSettings.of(owner, parallelism, ModelKind.SIMULATED);
  }

  private JournalFollower follow(WorldTask task) {
    return new JournalFollower(broker.bootstrapServers(), TOPICS.journal(), task.name());
  }

  private static Pool await(JobRun run, JournalFollower journal, Predicate<Pool> reached)
      throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!reached.test(journal.pool())) {
      journal.poll(Duration.ofMillis(20), (entry, pool) -> {});
      run.check();
      assertThat(System.nanoTime())
          .as("waited too long, with leases %s open", journal.pool().ledger().open())
          .isLessThan(end);
    }
    return journal.pool();
  }

  private static Path awaitCheckpoint(JobRun run) throws Exception {
    Path known = run.latestCheckpoint().orElse(null);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (run.latestCheckpoint().isEmpty() || run.latestCheckpoint().get().equals(known)) {
      run.check();
      assertThat(System.nanoTime()).as("no checkpoint").isLessThan(end);
    }
    return run.latestCheckpoint().get();
  }

  /** Replays the journal as every operator does; there must be no gaps in it. */
  private List<Replayed.Applied> replay(WorldTask task) {
    List<Replayed.Applied> applied = new ArrayList<>();
    Pool pool = Pool.empty(task.name());
    for (JournalEntry entry : journal()) {
      Replayed replayed = Replay.apply(pool, entry);
      assertThat(replayed).isNotInstanceOf(Replayed.Gap.class);
      if (replayed instanceof Replayed.Applied change) {
        applied.add(change);
        pool = change.pool();
      }
    }
    return applied;
  }

  private List<JournalEntry> journal() {
    return TopicReader.journal(broker.bootstrapServers(), TOPICS.journal());
  }

  private List<JournalEntry> appliedEntries(WorldTask task) {
    List<JournalEntry> applied = new ArrayList<>();
    Pool pool = Pool.empty(task.name());
    for (JournalEntry entry : journal()) {
      if (Replay.apply(pool, entry) instanceof Replayed.Applied change) {
        applied.add(entry);
        pool = change.pool();
      }
    }
    return applied;
  }

  private <T extends Change> List<T> applied(WorldTask task, Class<T> kind) {
    return appliedEntries(task).stream()
        .flatMap(entry -> entry.changes().stream())
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  private void assertThatNothingWasConcludedTwice(WorldTask task) {
    assertThat(applied(task, Change.Settled.class))
        .extracting(Change.Settled::lease)
        .doesNotHaveDuplicates();
    assertThat(applied(task, Change.Stepped.class))
        .extracting(Change.Stepped::minibatch)
        .doesNotHaveDuplicates();
  }

  private List<String> takeovers(WorldTask task) {
    return applied(task, Change.Owned.class).stream().map(Change.Owned::owner).toList();
  }

  private Set<String> ownersAfter(WorldTask task, String owner) {
    return appliedEntries(task).stream()
        .dropWhile(entry -> !entry.owner().equals(owner))
        .map(JournalEntry::owner)
        .collect(toSet());
  }

  private List<StatusRecord> statuses() {
    return TopicReader.values(broker.bootstrapServers(), TOPICS.status()).stream()
        .map(value -> StatusRecord.CODEC.decode(value).orThrow())
        .toList();
  }

  /** The status shows the pool that the job itself holds, which must be the journal's. */
  private void awaitStatuses(JobRun run, int before, Pool pool) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<StatusRecord> own = List.of();
    while (own.isEmpty() || own.get(own.size() - 1).phase() != StatusRecord.Phase.FINISHED) {
      List<StatusRecord> all = statuses();
      own = all.subList(before, all.size());
      run.check();
      assertThat(System.nanoTime()).as("no status").isLessThan(end);
    }
    StatusRecord last = own.get(own.size() - 1);
    assertThat(last).isEqualTo(StatusFunction.status(pool, last.examples(), last.time()));
  }

  private void awaitPublished(JobRun run, Pool pool) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Map<Long, Set<String>> published = new HashMap<>();
    while (!published.containsKey((long) pool.champion().epoch())) {
      published = published();
      run.check();
      assertThat(System.nanoTime()).as("not published").isLessThan(end);
    }
    assertThat(published).allSatisfy((epoch, programs) -> assertThat(programs).hasSize(1));
    pool.champions()
        .forEach(
            champion ->
                assertThat(published())
                    .containsEntry((long) champion.epoch(), Set.of(champion.program())));
    assertThat(pool.champions())
        .extracting(champion -> champion.epoch())
        .isSorted()
        .doesNotHaveDuplicates();
  }

  private Map<Long, Set<String>> published() {
    return TopicReader.values(broker.bootstrapServers(), TOPICS.programs()).stream()
        .map(value -> ProgramRecord.CODEC.decode(value).orThrow())
        .collect(groupingBy(ProgramRecord::epoch, mapping(ProgramRecord::id, toSet())));
  }
}
