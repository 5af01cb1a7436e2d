package dev.ascent.cli;

import dev.ascent.wire.Decoded;
import dev.ascent.wire.program.ProgramRecord;
import dev.ascent.wire.signature.SignatureHeader;
import dev.ascent.wire.signature.TrustedKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** The programs that a cluster's jobs have published. */
final class PublishedPrograms {
  private final KafkaCluster cluster;
  private final Optional<TrustedKeys> trusted;

  PublishedPrograms(KafkaCluster cluster) {
    this(cluster, Optional.empty());
  }

  /**
   * The programs that are signed.
   *
   * @param trusted whose signatures count; people are told of what lacks one. Empty where
   *     signatures are not looked at
   */
  PublishedPrograms(KafkaCluster cluster, Optional<TrustedKeys> trusted) {
    this.cluster = cluster;
    this.trusted = trusted;
  }

  /** What the topic holds: programs in its order, and by task why its last one is unreadable. */
  private record Content(List<ProgramRecord> programs, Map<String, String> unreadable) {}

  /** Every task's program with the highest epoch, by task; people are told of unreadable ones. */
  Map<String, ProgramRecord> latest() throws Exception {
    Content content = content();
    content.unreadable().forEach((task, reason) -> cluster.tell(unreadable(task, reason)));
    Map<String, ProgramRecord> latest = new TreeMap<>();
    for (ProgramRecord record : content.programs()) {
      latest.merge(
          record.task(), record, (one, other) -> other.epoch() >= one.epoch() ? other : one);
    }
    return latest;
  }

  /**
   * A task's program.
   *
   * @param epoch or null for the latest
   * @throws CommandFailure if there is none, or none any more, as the topic keeps the latest only,
   *     or if this version cannot read it
   */
  ProgramRecord find(String task, Long epoch) throws Exception {
    Content content = content();
    List<ProgramRecord> ofTask =
        content.programs().stream().filter(record -> record.task().equals(task)).toList();
    if (content.unreadable().containsKey(task) && (epoch == null || ofTask.isEmpty())) {
      throw CommandFailure.usage(unreadable(task, content.unreadable().get(task)));
    }
    if (ofTask.isEmpty()) {
      throw CommandFailure.usage(
          "there is neither a file nor a published program called "
              + task
              + "; `ascent programs list` lists the programs");
    }
    return ofTask.stream()
        .filter(record -> epoch == null || record.epoch() == epoch)
        .reduce((one, other) -> other.epoch() >= one.epoch() ? other : one)
        .orElseThrow(() -> gone(task, epoch, ofTask));
  }

  private static CommandFailure gone(String task, Long epoch, List<ProgramRecord> there) {
    List<String> epochs =
        there.stream().map(ProgramRecord::epoch).distinct().sorted().map(String::valueOf).toList();
    return CommandFailure.usage(
        "epoch "
            + epoch
            + " of "
            + task
            + " is not among those that the topic still holds: "
            + String.join(", ", epochs));
  }

  /** Hands over all programs there are and all that come, until the thread is interrupted. */
  void follow(Consumer<ProgramRecord> each) throws Exception {
    try (TopicReader reader = cluster.reader(cluster.topics().programs())) {
      reader.follow(
          read -> decode(read, each, (task, reason) -> cluster.tell(unreadable(task, reason))));
    }
  }

  private Content content() throws Exception {
    Content content = new Content(new ArrayList<>(), new TreeMap<>());
    try (TopicReader reader = cluster.reader(cluster.topics().programs())) {
      reader.readToEnd(
          read ->
              decode(
                  read,
                  record -> {
                    content.programs().add(record);
                    content.unreadable().remove(record.task());
                  },
                  content.unreadable()::put));
    }
    return content;
  }

  private void decode(
      ConsumerRecord<String, byte[]> read,
      Consumer<ProgramRecord> each,
      BiConsumer<String, String> unreadable) {
    if (read.value() == null) {
      return;
    }
    Optional<String> problem =
        trusted.flatMap(keys -> keys.problem(signature(read), read.key(), read.value()));
    if (problem.isPresent()) {
      cluster.tell("a program of " + read.key() + " is passed over: " + problem.get());
      return;
    }
    Decoded<ProgramRecord> decoded = ProgramRecord.CODEC.decode(read.value());
    if (decoded instanceof Decoded.Malformed<ProgramRecord> malformed) {
      unreadable.accept(String.valueOf(read.key()), malformed.message());
    } else {
      each.accept(decoded.orThrow());
    }
  }

  private static String signature(ConsumerRecord<String, byte[]> read) {
    Header header = read.headers().lastHeader(SignatureHeader.NAME);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  private static String unreadable(String task, String reason) {
    return "a program of " + task + " is published, but this version cannot read it: " + reason;
  }
}
