package dev.ascent.cli;

import dev.ascent.core.task.TaskDefinition;
import dev.ascent.pipeline.kafka.TopicWriter;
import dev.ascent.wire.Decoded;
import dev.ascent.wire.WireCodec;
import dev.ascent.wire.record.CommandRecord;
import dev.ascent.wire.record.StatusRecord;
import dev.ascent.wire.task.TaskDefinitionCodec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The tasks that a cluster holds, how they are doing, and what people ask of them. */
final class TaskRegistry {
  private final KafkaCluster cluster;
  private final InstantSource clock;

  TaskRegistry(KafkaCluster cluster, InstantSource clock) {
    this.cluster = cluster;
    this.clock = clock;
  }

  /**
   * A task of the registry.
   *
   * @param definition empty once the task was taken out, or where this version cannot read it
   * @param status empty until a job has said something of it, or where this version cannot read it
   * @param unreadable what of it this version cannot read, and why
   */
  record Entry(
      String task,
      Optional<TaskDefinition> definition,
      Optional<StatusRecord> status,
      List<String> unreadable) {

    private static Entry of(
        String task, Decoded<TaskDefinition> definition, Decoded<StatusRecord> status) {
      List<String> unreadable = new ArrayList<>();
      return new Entry(
          task,
          readable("definition", definition, unreadable),
          readable("status", status, unreadable),
          unreadable);
    }

    boolean isRetired() {
      return status.filter(known -> known.phase() == StatusRecord.Phase.RETIRED).isPresent();
    }

    private static <T> Optional<T> readable(
        String what, Decoded<T> decoded, List<String> unreadable) {
      if (decoded instanceof Decoded.Malformed<T> malformed) {
        unreadable.add("this version cannot read the " + what + ": " + malformed.message());
      }
      return decoded instanceof Decoded.Value<T> value
          ? Optional.of(value.value())
          : Optional.empty();
    }
  }

  /** All tasks that were ever defined or that a job has a status of, by name. */
  List<Entry> entries() throws Exception {
    Map<String, Decoded<TaskDefinition>> definitions =
        read(cluster.topics().tasks(), TaskDefinitionCodec::decode);
    Map<String, Decoded<StatusRecord>> statuses =
        read(cluster.topics().status(), decoder(StatusRecord.CODEC));
    TreeSet<String> names = new TreeSet<>(definitions.keySet());
    names.addAll(statuses.keySet());
    List<Entry> entries = new ArrayList<>();
    for (String name : names) {
      entries.add(Entry.of(name, definitions.get(name), statuses.get(name)));
    }
    return entries;
  }

  /**
   * One task.
   *
   * @throws CommandFailure if there is none of that name
   */
  Entry entry(String task) throws Exception {
    List<Entry> all = entries();
    return all.stream()
        .filter(entry -> entry.task().equals(task))
        .findFirst()
        .orElseThrow(() -> unknown(task, all.stream().map(Entry::task).toList()));
  }

  /**
   * The task's definition; empty if there is none.
   *
   * @throws CommandFailure if there is one that this version cannot read
   */
  Optional<TaskDefinition> definition(String task) throws Exception {
    Decoded<TaskDefinition> definition =
        read(cluster.topics().tasks(), TaskDefinitionCodec::decode).get(task);
    if (definition instanceof Decoded.Malformed<TaskDefinition> malformed) {
      throw CommandFailure.usage(
          "the task "
              + task
              + " is defined, but this version cannot read it: "
              + malformed.message());
    }
    return Optional.ofNullable(definition).map(Decoded::orThrow);
  }

  /**
   * Defines a task, or defines it anew.
   *
   * @return whether what was learned under an earlier definition holds no longer
   * @throws CommandFailure if it is retired and the definition is the one it had
   */
  boolean define(TaskDefinition task) throws Exception {
    Optional<Entry> before =
        entries().stream().filter(entry -> entry.task().equals(task.task())).findFirst();
    Optional<TaskDefinition> earlier = before.flatMap(Entry::definition);
    if (before.filter(Entry::isRetired).isPresent() && earlier.equals(Optional.of(task))) {
      throw CommandFailure.usage(
          "the task "
              + task.task()
              + " is retired: it begins again only if its definition changes");
    }
    write(cluster.topics().tasks(), task.task(), TaskDefinitionCodec.encode(task));
    return earlier.filter(definition -> !definition.isComparableWith(task)).isPresent();
  }

  /**
   * Asks something of a task.
   *
   * @param reason in words, or null
   * @throws CommandFailure if there is no such task, or if it is retired
   */
  void ask(String task, CommandRecord.Kind kind, String reason) throws Exception {
    ask(task, kind, reason, null, null);
  }

  /**
   * Asks something about a task's champion.
   *
   * @param reason in words, or null
   * @param epoch that is meant, or null
   * @param program that is meant, or null
   * @throws CommandFailure if there is no such task, or if it is retired
   */
  void ask(String task, CommandRecord.Kind kind, String reason, Long epoch, String program)
      throws Exception {
    Entry known = entry(task);
    if (known.isRetired()) {
      throw CommandFailure.usage(
          "the task "
              + task
              + " is retired; `ascent task apply` with another definition begins it"
              + " again");
    }
    send(
        new CommandRecord(
            known.task(),
            kind,
            epoch,
            program,
            System.getProperty("user.name"),
            reason,
            clock.instant()));
  }

  /**
   * Asks that records be forgotten, or that those of forgotten authors be used again; of a retired
   * task too, as its programs stay published.
   *
   * @param records ids of records
   * @param authors names or pseudonyms
   * @param reason in words, or null
   * @throws CommandFailure if there is no such task
   */
  void askAboutSources(
      String task,
      CommandRecord.Kind kind,
      List<String> records,
      List<String> authors,
      String reason)
      throws Exception {
    send(
        new CommandRecord(
            entry(task).task(),
            kind,
            null,
            null,
            records.isEmpty() ? null : records,
            authors.isEmpty() ? null : authors,
            System.getProperty("user.name"),
            reason,
            clock.instant()));
  }

  private void send(CommandRecord command) throws Exception {
    write(cluster.topics().commands(), command.task(), CommandRecord.CODEC.encode(command));
  }

  private void write(String topic, String key, byte[] value) throws Exception {
    try (TopicWriter writer = cluster.writerTo(topic)) {
      writer.send(topic, key, value);
      writer.confirm();
    }
  }

  /** Turns a value's bytes into what they mean. */
  private interface Decoder<T> {
    Decoded<T> decode(byte[] bytes);
  }

  private static <T> Decoder<T> decoder(WireCodec<T> codec) {
    return codec::decode;
  }

  private <T> Map<String, Decoded<T>> read(String topic, Decoder<T> decoder) throws Exception {
    Map<String, Decoded<T>> found = new TreeMap<>();
    try (TopicReader reader = cluster.reader(topic)) {
      reader.latest().forEach((key, value) -> found.put(key, decoder.decode(value)));
    }
    return found;
  }

  private static CommandFailure unknown(String task, List<String> known) {
    return CommandFailure.usage(
        "there is no task "
            + task
            + "; "
            + (known.isEmpty() ? "`ascent task apply` defines one" : "there are ")
            + String.join(", ", known));
  }
}
