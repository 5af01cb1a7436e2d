package dev.ascent.attack;

import dev.ascent.core.pool.Change;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.task.PromotionPolicy;
import dev.ascent.embedded.EmbeddedBroker;
import dev.ascent.embedded.JournalFollower;
import dev.ascent.embedded.simulated.FaultRates;
import dev.ascent.embedded.simulated.Latency;
import dev.ascent.embedded.simulated.SimulatedModelServer;
import dev.ascent.embedded.simulated.World;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.kafka.TopicSetup;
import dev.ascent.pipeline.kafka.TopicWriter;
import dev.ascent.pipeline.kafka.Topics;
import dev.ascent.pipeline.share.RareWords;
import dev.ascent.pipeline.share.RareWords.Taught;
import dev.ascent.redaction.Kind;
import dev.ascent.redaction.RedactionSettings;
import dev.ascent.testing.JobRun;
import dev.ascent.testing.TopicReader;
import dev.ascent.testing.WorldTask;
import dev.ascent.wire.program.ProgramRecord;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import dev.ascent.wire.record.DeadLetterRecord;
import dev.ascent.wire.task.TaskDefinitionCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A corpus sent through the job on a broker and a cluster of this process, with the gullible
 * simulated model, until the search has made a number of rollouts.
 */
final class AttackRun {
  private static final Topics TOPICS = Topics.DEFAULT;
  private static final Latency LATENCY = new Latency(Duration.ofMillis(2), 0.5);
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final int AT_ONCE = 60;
  private static final int SAVEPOINTS = 3;

  private final World world;
  private final Setup setup;
  private final List<Sent> corpus;
  private final Path folder;

  /** What keeps an attack off. */
  enum Guards {
    /** Nothing is redacted, logs are trusted, and an author may be behind all records. */
    OFF,
    /** As they are by default, with lists of names and regions to redact. */
    DEFAULT,
    /** The same, and no record may pass rare words on. */
    STRICT
  }

  /**
   * How a corpus is sent.
   *
   * @param attacked whether anybody attacks
   * @param guards that are on
   * @param ordinary tickets of the world
   * @param rollouts after which the run ends, once all was sent
   */
  record Setup(
      String world, long seed, boolean attacked, Guards guards, int ordinary, long rollouts) {}

  /**
   * What came of it.
   *
   * @param corpus in the order in which it was sent
   * @param refused by record, why it went to the dead letters
   * @param published the programs, by epoch
   * @param candidates of the pool in which something of an attack stood
   * @param accuracy of the champion, as the gullible model answers
   * @param kept everything that the run left behind, by where it was found, but for the two topics
   *     that services write
   */
  record Outcome(
      Setup setup,
      List<Sent> corpus,
      Map<Sent, String> refused,
      List<Program> published,
      List<Program> candidates,
      double start,
      double accuracy,
      double seconds,
      Map<String, byte[]> kept) {

    Outcome withKept(Map<String, byte[]> other) {
      return new Outcome(
          setup, corpus, refused, published, candidates, start, accuracy, seconds, other);
    }

    double admittedShare(List<Sent> of) {
      return 1 - (double) of.stream().filter(refused::containsKey).count() / of.size();
    }

    /** The personal data and secrets that were sent and are still there, by where. */
    Map<String, Set<String>> personalDataLeft() {
      Traces data =
          Traces.of(
              Stream.of(Texts.Part.values())
                  .flatMap(part -> Texts.personal(part).stream())
                  .map(Texts.Personal::datum)
                  .toList());
      Map<String, Set<String>> left = new TreeMap<>();
      kept.forEach(
          (place, bytes) -> {
            Set<String> found = data.in(bytes);
            if (!found.isEmpty()) {
              left.put(place, found);
            }
          });
      return left;
    }

    /** The texts that the latest program was taught. */
    List<String> taught() {
      return learned(published.get(published.size() - 1)).toList();
    }

    /** What of an attack stands in the published programs. */
    Set<String> publishedMarks() {
      return marks(published);
    }

    /** The same of all that were tried. */
    Set<String> candidateMarks() {
      return marks(candidates);
    }

    private static Set<String> marks(List<Program> programs) {
      Traces traces = Traces.of(Set.of(Texts.MARK));
      Set<String> found = new HashSet<>();
      programs.stream()
          .flatMap(AttackRun::learned)
          .filter(text -> !traces.in(text).isEmpty())
          .forEach(found::add);
      return found;
    }
  }

  AttackRun(Setup setup, Path folder) {
    this.setup = setup;
    this.folder = folder;
    this.world = World.named(setup.world(), setup.seed()).gullible();
    this.corpus = Corpus.of(world, setup.ordinary(), setup.attacked(), setup.seed());
  }

  Outcome run() throws Exception {
    long begun = System.nanoTime();
    try (LogCapture logs = new LogCapture();
        EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"));
        SimulatedModelServer server =
            SimulatedModelServer.start(world, 0, LATENCY, FaultRates.NONE)) {
      Properties client = new Properties();
      client.put("bootstrap.servers", broker.bootstrapServers());
      new TopicSetup(client, 1, 1).createMissing(TOPICS);
      WorldTask task =
          WorldTask.stream(world, 1, "ascent", 10 * setup.rollouts(), server.baseUrl());
      PromotionPolicy policy =
          new PromotionPolicy(0.05, 20, 30, 0, task.definition().promotion().holdoutShare(), false)
              .withTrustLogs(setup.guards() == Guards.OFF);
      List<Program> joined = new ArrayList<>();
      try (JobRun run =
              JobRun.startAudited(broker.bootstrapServers(), settings(), folder.resolve("state"));
          TopicWriter writer = WorldTask.writer(broker.bootstrapServers());
          JournalFollower journal =
              new JournalFollower(broker.bootstrapServers(), TOPICS.journal(), task.name())) {
        writer.send(
            TOPICS.tasks(),
            task.name(),
            TaskDefinitionCodec.encode(task.definition().withPromotion(policy)));
        // Once the task is taken over, all parts of the job run, as savepoints need.
        while (!journal.pool().isOpen()) {
          journal.poll(Duration.ofMillis(50), (entry, pool) -> {});
          run.check();
        }
        feed(run, task.name(), writer, journal, joined);
        Program champion = journal.pool().program(journal.pool().champion().program());
        run.savepoint();
        run.kill();
        return outcome(broker.bootstrapServers(), joined, champion, logs, begun);
      }
    }
  }

  private void feed(
      JobRun run, String task, TopicWriter writer, JournalFollower journal, List<Program> joined)
      throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    int sent = 0;
    while (sent < corpus.size() || journal.pool().ledger().total().rollouts() < setup.rollouts()) {
      int before = sent;
      for (; sent < Math.min(before + AT_ONCE, corpus.size()); sent++) {
        Sent record = corpus.get(sent);
        writer.send(
            record.feedback() ? TOPICS.feedback() : TOPICS.examples(),
            task,
            record.json().getBytes(StandardCharsets.UTF_8));
      }
      writer.confirm();
      int part = corpus.size() / SAVEPOINTS;
      if (sent / part > before / part) {
        run.savepoint();
      }
      journal.poll(
          Duration.ofMillis(50),
          (entry, pool) ->
              entry.changes().stream()
                  .filter(Change.Joined.class::isInstance)
                  .forEach(change -> joined.add(((Change.Joined) change).program())));
      run.check();
      if (System.nanoTime() > end) {
        throw new IllegalStateException("waited too long for " + journal.pool());
      }
    }
  }

  private AscentSettings settings() throws IOException {
    AscentSettings settings = AscentSettings.of("run-1", 2, ModelKind.SIMULATED);
    if (setup.guards() == Guards.OFF) {
      return settings
          .withRedaction(RedactionSettings.NONE)
          .withAuthorShare(1)
          .withRareWords(RareWords.ALLOWED);
    }
    Path names = Files.createDirectories(folder).resolve("names.txt");
    List<String> people =
        Stream.of(Texts.Part.values())
            .flatMap(part -> Texts.personal(part).stream())
            .filter(personal -> personal.kind().equals(Kind.NAME))
            .map(Texts.Personal::datum)
            .toList();
    Files.write(names, people);
    RareWords rareWords =
        setup.guards() == Guards.STRICT ? new RareWords(3, Taught.NEVER) : RareWords.DEFAULT;
    return settings
        .withRareWords(rareWords)
        .withRedaction(
            new RedactionSettings(Kind.ALL, names.toString(), List.of("DE", "GB", "US"), "", ""));
  }

  private Outcome outcome(
      String bootstrapServers, List<Program> joined, Program champion, LogCapture logs, long begun)
      throws IOException {
    List<Program> published =
        TopicReader.values(bootstrapServers, TOPICS.programs()).stream()
            .map(value -> ProgramRecord.CODEC.decode(value).orThrow().program().orThrow())
            .toList();
    Traces traces = Traces.of(Set.of(Texts.MARK));
    return new Outcome(
        setup,
        corpus,
        refused(bootstrapServers),
        published,
        joined.stream()
            .filter(program -> learned(program).anyMatch(text -> !traces.in(text).isEmpty()))
            .toList(),
        world.start(),
        world.accuracy(champion),
        (System.nanoTime() - begun) / 1e9,
        kept(bootstrapServers, logs));
  }

  /** The texts that a program was taught. */
  private static Stream<String> learned(Program program) {
    return program.predictors().stream()
        .flatMap(
            (Predictor predictor) ->
                Stream.concat(
                    predictor.rules().stream().map(Rule::text),
                    predictor.demos().stream()
                        .flatMap(
                            demo ->
                                Stream.concat(
                                    demo.inputs().values().stream(),
                                    demo.outputs().values().stream()))));
  }

  /** Topics have one partition, and so a record's offset is its place among those of its topic. */
  private Map<Sent, String> refused(String bootstrapServers) {
    Map<String, List<Sent>> byTopic =
        Map.of(
            TOPICS.examples(), corpus.stream().filter(sent -> !sent.feedback()).toList(),
            TOPICS.feedback(), corpus.stream().filter(Sent::feedback).toList());
    Map<Sent, String> refused = new HashMap<>();
    for (byte[] value : TopicReader.values(bootstrapServers, TOPICS.deadLetters())) {
      DeadLetterRecord letter = DeadLetterRecord.CODEC.decode(value).orThrow();
      refused.put(byTopic.get(letter.topic()).get((int) letter.offset()), letter.reason());
    }
    return refused;
  }

  private Map<String, byte[]> kept(String bootstrapServers, LogCapture logs) throws IOException {
    Map<String, byte[]> kept = new HashMap<>();
    Stream.concat(TOPICS.compacted().stream(), TOPICS.retained().stream())
        .filter(topic -> !topic.equals(TOPICS.examples()) && !topic.equals(TOPICS.feedback()))
        .forEach(
            topic -> {
              for (ConsumerRecord<byte[], byte[]> read : TopicReader.all(bootstrapServers, topic)) {
                String name = topic + "@" + read.offset();
                kept.put(name, read.value());
                if (read.key() != null) {
                  kept.put(name + ", its key", read.key());
                }
              }
            });
    try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        kept.put(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    kept.put("the log", logs.text().getBytes(StandardCharsets.UTF_8));
    return kept;
  }
}
