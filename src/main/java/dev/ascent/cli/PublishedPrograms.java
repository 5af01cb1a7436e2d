package dev.ascent.cli;

import dev.ascent.wire.Decoded;
import dev.ascent.wire.program.ProgramRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The programs that a cluster's jobs have published. */
final class PublishedPrograms {
  private final KafkaCluster cluster;

  PublishedPrograms(KafkaCluster cluster) {
    this.cluster = cluster;
  }

  /** Every task's program with the highest epoch, by task. */
  Map<String, ProgramRecord> latest() throws Exception {
    Map<String, ProgramRecord> latest = new TreeMap<>();
    for (ProgramRecord record : all()) {
      latest.merge(
          record.task(), record, (one, other) -> other.epoch() >= one.epoch() ? other : one);
    }
    return latest;
  }

  /**
   * A task's program.
   *
   * @param epoch or null for the latest
   * @throws CommandFailure if there is none, or none any more: the topic keeps the latest only
   */
  ProgramRecord find(String task, Long epoch) throws Exception {
    List<ProgramRecord> ofTask =
        all().stream().filter(record -> record.task().equals(task)).toList();
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
      reader.follow(read -> decode(read, each));
    }
  }

  private List<ProgramRecord> all() throws Exception {
    List<ProgramRecord> all = new ArrayList<>();
    try (TopicReader reader = cluster.reader(cluster.topics().programs())) {
      reader.readToEnd(read -> decode(read, all::add));
    }
    return all;
  }

  private static void decode(ConsumerRecord<String, byte[]> read, Consumer<ProgramRecord> each) {
    if (read.value() != null
        && ProgramRecord.CODEC.decode(read.value()) instanceof Decoded.Value<ProgramRecord> value) {
      each.accept(value.value());
    }
  }
}
