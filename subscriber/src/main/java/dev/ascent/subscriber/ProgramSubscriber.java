package dev.ascent.subscriber;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Gives a service the program in use of every task, and swaps it when another one is published.
 *
 * <p>A program replaces another of its task if its epoch is higher. A rollback brings an earlier
 * program back under a higher epoch. What cannot be read, or lacks a signature where keys are
 * given, is reported and never used. While Kafka is away the last programs stay in use; where a
 * folder is given, a service also starts with them.
 *
 * <p>All methods may be called from any thread.
 */
public final class ProgramSubscriber implements AutoCloseable {
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private final CurrentPrograms programs;
  private final TopicFollower follower;
  private final Thread thread;

  private ProgramSubscriber(CurrentPrograms programs, TopicFollower follower) {
    this.programs = programs;
    this.follower = follower;
    this.thread = new Thread(follower, "ascent-programs");
    thread.setDaemon(true);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The task's program; empty if none is known yet. */
  public Optional<Program> current(String task) {
    return programs.get(task);
  }

  /** The program in use of every task, by task. */
  public Map<String, Program> current() {
    return programs.all();
  }

  /**
   * When Kafka was heard of last, within a few seconds; empty if it never was. A program may be out
   * of date by as much as this is in the past.
   */
  public Optional<Instant> lastContact() {
    return follower.lastContact();
  }

  /** Ends the subscription; programs that were handed out stay usable. */
  @Override
  public void close() {
    follower.close();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(CLOSE_PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says what to subscribe to. */
  public static final class Builder {
    private static final String SERVERS = "bootstrap.servers";
    private static final String LARGEST_FETCH_BYTES = String.valueOf(16 << 20);

    private final Map<String, Object> kafka = new HashMap<>();
    private final Set<String> tasks = new LinkedHashSet<>();
    private final PublicKeys keys = new PublicKeys();
    private String topicPrefix = "ascent";
    private Path folder;
    private Duration startPatience = Duration.ofSeconds(5);
    private InstantSource clock = Clock.systemUTC();
    private ProgramListener listener = new ProgramListener() {};
    private Supplier<? extends Consumer<byte[], byte[]>> consumers = this::consumer;

    private Builder() {}

    /** The brokers, as {@code host:port,...}. */
    public Builder bootstrapServers(String servers) {
      kafka.put(SERVERS, servers);
      return this;
    }

    /** Further properties of Kafka's consumer, such as those for security. */
    public Builder kafkaProperties(Map<?, ?> properties) {
      properties.forEach((name, value) -> kafka.put(String.valueOf(name), value));
      return this;
    }

    /** What the topics' names begin with; {@code ascent} if nothing else is said. */
    public Builder topicPrefix(String prefix) {
      topicPrefix = prefix;
      return this;
    }

    /** The tasks to follow; all there are if none is named. */
    public Builder tasks(String... names) {
      tasks.addAll(List.of(names));
      return this;
    }

    /**
     * A key whose signatures count, as text in PEM. With one or several, nothing is used that none
     * of them signed.
     *
     * @throws IllegalArgumentException if it is no Ed25519 public key
     */
    public Builder publicKey(String pem) {
      keys.add(pem);
      return this;
    }

    /**
     * The same from a file.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it holds no Ed25519 public key
     */
    public Builder publicKey(Path file) throws IOException {
      try {
        return publicKey(Files.readString(file));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
      }
    }

    /** Where the last good program of every task is kept, for starts without Kafka. */
    public Builder folder(Path path) {
      folder = path;
      return this;
    }

    /** How long {@link #start} waits for Kafka at most; 5 s if nothing else is said. */
    public Builder startPatience(Duration most) {
      startPatience = most;
      return this;
    }

    /** Who is told of swaps and problems. */
    public Builder listener(ProgramListener other) {
      listener = other;
      return this;
    }

    /** By which {@link ProgramSubscriber#lastContact} tells the time. */
    public Builder clock(InstantSource other) {
      clock = other;
      return this;
    }

    /** Who reads in place of a consumer of these properties. */
    Builder consumers(Supplier<? extends Consumer<byte[], byte[]>> other) {
      consumers = other;
      return this;
    }

    /**
     * Puts the copies on disk into use, then what the topic holds; from then on a thread of its own
     * follows the topic. Returns when the topic was read to its end, or after the patience for that
     * with what there is.
     *
     * @throws IllegalStateException if no broker is named
     */
    public ProgramSubscriber start() {
      if (!kafka.containsKey(SERVERS)) {
        throw new IllegalStateException("no broker is named; see bootstrapServers");
      }
      ProgramListener guarded = new GuardedListener(listener);
      CurrentPrograms programs =
          new CurrentPrograms(
              tasks,
              new RecordCheck(keys),
              Optional.ofNullable(folder).map(ProgramFolder::new),
              guarded);
      programs.load();
      TopicFollower follower =
          new TopicFollower(consumers, topicPrefix + ".programs", programs, guarded, clock);
      ProgramSubscriber subscriber = new ProgramSubscriber(programs, follower);
      subscriber.thread.start();
      try {
        follower.awaitCaughtUp(startPatience);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return subscriber;
    }

    private Consumer<byte[], byte[]> consumer() {
      Map<String, Object> properties = new HashMap<>(kafka);
      properties.putIfAbsent("max.partition.fetch.bytes", LARGEST_FETCH_BYTES);
      properties.putIfAbsent("client.id", "ascent-subscriber");
      properties.put("enable.auto.commit", "false");
      properties.put("auto.offset.reset", "earliest");
      properties.put("allow.auto.create.topics", "false");
      return new KafkaConsumer<>(
          properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
  }
}
