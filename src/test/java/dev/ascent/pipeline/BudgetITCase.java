package dev.ascent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.budget.Cost;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.task.Caps;
import dev.ascent.embedded.EmbeddedBroker;
import dev.ascent.embedded.JournalFollower;
import dev.ascent.embedded.simulated.FaultRates;
import dev.ascent.embedded.simulated.Latency;
import dev.ascent.embedded.simulated.ServerStats;
import dev.ascent.embedded.simulated.SimulatedModelServer;
import dev.ascent.embedded.simulated.World;
import dev.ascent.pipeline.kafka.TopicSetup;
import dev.ascent.pipeline.kafka.Topics;
import dev.ascent.testing.CrashingModels;
import dev.ascent.testing.JobRun;
import dev.ascent.testing.TopicReader;
import dev.ascent.testing.WorldTask;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Caps hold as the model's server counts, whatever goes wrong. {@code -Dascent.budget.runs=N} makes
 * N runs for each kind of cap; a line on each goes to {@code target/budget.txt}.
 */
class BudgetITCase {
  private static final Topics TOPICS = Topics.DEFAULT;
  private static final Latency LATENCY = new Latency(Duration.ofMillis(25), 0.8);
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final FaultRates FAULTS =
      new FaultRates(0.05, 0.05, 0.01, 0.005, 0.01, Duration.ofMinutes(2), Duration.ZERO);

  /** About as many as 500 rollouts take. */
  private static final long TOKENS = 250_000;

  private static final double PROMPT_USD_PER_MILLION = 1;
  private static final double COMPLETION_USD_PER_MILLION = 2;
  private static final double USD = 0.25;
  private static final double TIMES_DEARER = 10;

  private static final Path FIGURES = Path.of("target", "budget.txt");

  @TempDir Path folder;

  static IntStream seeds() {
    return IntStream.rangeClosed(1, Integer.getInteger("ascent.budget.runs", 1));
  }

  static Stream<Arguments> caps() {
    return seeds()
        .boxed()
        .flatMap(
            seed ->
                Stream.of(
                    Arguments.of(seed, new Caps(500L, null, null)),
                    Arguments.of(seed, new Caps(null, TOKENS, null)),
                    Arguments.of(seed, new Caps(null, null, USD))));
  }

  /** What is called between a checkpoint and a failure the job forgets, and the server does not. */
  @ParameterizedTest
  @MethodSource("caps")
  void noCapIsExceededByFaultsAndFailures(int seed, Caps caps) throws Exception {
    World world = World.named("six-keywords", seed);
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"));
        SimulatedModelServer server = SimulatedModelServer.start(world, 0, LATENCY, FAULTS)) {
      WorldTask task =
          WorldTask.bounded(world, 100, "ascent", 0, 500, server.baseUrl())
              .limited(caps, 128, PROMPT_USD_PER_MILLION, COMPLETION_USD_PER_MILLION);
      Pool pool = afterFailures(broker, task, new CrashingModels(30 + 7 * seed, 70 + 11 * seed));

      assertThat(takeovers(broker)).hasSize(3).doesNotHaveDuplicates();
      assertThat(takeovers(broker)).allMatch(owner -> owner.startsWith("run-1@"));
      Cost counted = counted(server.stats());
      Cost charged = pool.ledger().total().most();
      note(
          "seed %d, %s: %d steps, the server counted %s, the ledger %s%n"
              .formatted(seed, caps, pool.counts().steps(), counted, charged));
      assertThat(pool.counts().steps()).isPositive();
      if (caps.rollouts() != null) {
        assertThat(counted.rollouts()).isLessThanOrEqualTo(charged.rollouts());
        assertThat(charged.rollouts()).isLessThanOrEqualTo(caps.rollouts());
      } else if (caps.tokens() != null) {
        assertThat(counted.tokens()).isLessThanOrEqualTo(charged.tokens());
        assertThat(charged.tokens()).isLessThanOrEqualTo(caps.tokens());
      } else {
        assertThat(counted.usd()).isLessThanOrEqualTo(charged.usd());
        assertThat(charged.usd()).isLessThanOrEqualTo(caps.usd());
      }
    }
  }

  /** Reflections cost tokens and dollars, and are no rollouts. */
  private static Cost counted(ServerStats stats) {
    return new Cost(
        stats.rollouts(),
        stats.promptTokens() + stats.completionTokens(),
        (PROMPT_USD_PER_MILLION * stats.promptTokens()
                + COMPLETION_USD_PER_MILLION * stats.completionTokens())
            / 1e6);
  }

  /** Reflections go to a server of their own, whose model costs ten times as much. */
  @ParameterizedTest
  @MethodSource("seeds")
  void aCapInDollarsHoldsOverModelsOfDifferentPrices(int seed) throws Exception {
    World world = World.named("six-keywords", seed);
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"));
        SimulatedModelServer server = SimulatedModelServer.start(world, 0, LATENCY, FAULTS);
        SimulatedModelServer dear = SimulatedModelServer.start(world, 0, LATENCY, FAULTS)) {
      WorldTask task =
          WorldTask.bounded(world, 100, "ascent", 0, 500, server.baseUrl())
              .limited(
                  new Caps(null, null, 4 * USD),
                  128,
                  PROMPT_USD_PER_MILLION,
                  COMPLETION_USD_PER_MILLION)
              .reflectingAt(
                  dear.baseUrl(),
                  TIMES_DEARER * PROMPT_USD_PER_MILLION,
                  TIMES_DEARER * COMPLETION_USD_PER_MILLION);
      Pool pool = afterFailures(broker, task, new CrashingModels(10 + seed, 30 + 2 * seed));

      assertThat(takeovers(broker)).hasSizeGreaterThan(1);
      ServerStats cheap = server.stats();
      double counted = counted(cheap).usd() + TIMES_DEARER * counted(dear.stats()).usd();
      double charged = pool.ledger().total().most().usd();
      note(
          "seed %d: %d steps, %d reflections, the servers counted %.4f dollars, the ledger %.4f%n"
              .formatted(
                  seed, pool.counts().steps(), dear.stats().reflections(), counted, charged));
      assertThat(cheap.reflections()).isZero();
      assertThat(dear.stats().rollouts()).isZero();
      assertThat(dear.stats().reflections()).isPositive();
      assertThat(pool.counts().steps()).isPositive();
      assertThat(counted).isLessThanOrEqualTo(charged);
      assertThat(charged).isLessThanOrEqualTo(4 * USD);
    }
  }

  /** The pool at the end of a run whose job fails where the models say so, if it gets that far. */
  private Pool afterFailures(EmbeddedBroker broker, WorldTask task, CrashingModels models)
      throws Exception {
    Properties client = new Properties();
    client.put("bootstrap.servers", broker.bootstrapServers());
    new TopicSetup(client, 1, 1).createMissing(TOPICS);
    try (JobRun run =
            JobRun.startPersistent(
                broker.bootstrapServers(),
                AscentSettings.of("run-1", 2, ModelKind.SIMULATED),
                models,
                folder);
        JournalFollower journal =
            new JournalFollower(broker.bootstrapServers(), TOPICS.journal(), task.name())) {
      task.send(broker.bootstrapServers(), TOPICS);
      Pool pool = awaitEnd(run, journal);
      return pool;
    }
  }

  private static void note(String figures) throws IOException {
    Files.writeString(FIGURES, figures, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static Pool awaitEnd(JobRun run, JournalFollower journal) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (journal.pool().phase() != Phase.FINISHED) {
      journal.poll(Duration.ofMillis(20), (entry, pool) -> {});
      run.check();
      assertThat(System.nanoTime()).as("waited too long for %s", journal.pool()).isLessThan(end);
    }
    return journal.pool();
  }

  private static List<String> takeovers(EmbeddedBroker broker) {
    return TopicReader.journal(broker.bootstrapServers(), TOPICS.journal()).stream()
        .map(JournalEntry::changes)
        .flatMap(List::stream)
        .filter(Change.Owned.class::isInstance)
        .map(change -> ((Change.Owned) change).owner())
        .distinct()
        .toList();
  }
}
