package dev.ascent.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.pipeline.kafka.TopicWriter;
import dev.ascent.wire.Json;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A savepoint of a job in one file, with what stood in its topics, whose offsets it tells.
 *
 * <p>Topics have one partition each, so that records that are written again get the offsets that
 * they had.
 *
 * @param zip the file
 */
public record StoredState(Path zip) {
  private static final String TOPICS = "topics.jsonl";
  private static final String SAVEPOINT = "savepoint";

  /** Writes the file. */
  public void store(Path savepoint, String bootstrapServers, List<String> topics)
      throws IOException {
    try (FileSystem stored = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      copy(savepoint, stored.getPath(SAVEPOINT));
      Files.write(
          stored.getPath(TOPICS),
          topics.stream()
              .flatMap(topic -> TopicReader.all(bootstrapServers, topic).stream())
              .map(StoredState::line)
              .toList());
    }
  }

  private static String line(ConsumerRecord<byte[], byte[]> record) {
    Base64.Encoder base64 = Base64.getEncoder();
    ObjectNode line = Json.object();
    line.put("topic", record.topic());
    line.put("key", base64.encodeToString(record.key()));
    line.put("value", base64.encodeToString(record.value()));
    return Json.text(line);
  }

  /**
   * Lays the savepoint out and fills the topics.
   *
   * @param below the folder that gets the savepoint's
   * @return the savepoint
   */
  public Path layOut(Path below, TopicWriter topics)
      throws IOException, ExecutionException, InterruptedException {
    try (FileSystem stored = FileSystems.newFileSystem(zip)) {
      for (String line : Files.readAllLines(stored.getPath(TOPICS))) {
        JsonNode record = Json.parse(line).orThrow();
        Base64.Decoder base64 = Base64.getDecoder();
        topics.send(
            record.get("topic").asText(),
            new String(base64.decode(record.get("key").asText()), UTF_8),
            base64.decode(record.get("value").asText()));
      }
      topics.confirm();
      copy(stored.getPath(SAVEPOINT), below.resolve(SAVEPOINT));
    }
    return below.resolve(SAVEPOINT);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Files.copy(each, to.resolve(from.relativize(each).toString()));
      }
    }
  }

  @Override
  public String toString() {
    return zip.getFileName().toString();
  }
}
