package dev.ascent.wire.example;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.wire.Decoded;
import dev.ascent.wire.Found;
import dev.ascent.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * A record of the examples topic before its task is known: as much as is needed to route it.
 *
 * @param task whose example it is
 * @param id unique within the task
 * @param payload the record itself, for {@link ExampleReader}
 * @param author who is behind it; empty where nobody said
 * @param inputs its texts, or of a flat record all but the id
 */
public record ExampleRecord(String task, String id, String payload, String author, String inputs) {

  /**
   * Opens a record's envelope. The task is that of the Kafka key, or else of the member {@code
   * task}; the id is the member {@code id}, or else the fallback.
   *
   * @param key the Kafka key, or null
   * @param value the Kafka value, or null for a tombstone, which says nothing
   * @param fallbackId what to call a record without an id: the same whenever it is read again
   * @param maxBytes the largest value that is opened
   */
  public static Decoded<ExampleRecord> open(
      byte[] key, byte[] value, String fallbackId, int maxBytes) {
    if (value == null) {
      return new Decoded.Malformed<>("", "expected an object, found nothing");
    }
    if (value.length > maxBytes) {
      return new Decoded.Malformed<>("", "larger than " + maxBytes + " bytes");
    }
    String payload = new String(value, StandardCharsets.UTF_8);
    String keyText = key == null ? "" : new String(key, StandardCharsets.UTF_8);
    return Json.parse(payload).then(tree -> open(keyText, tree, payload, fallbackId));
  }

  private static Decoded<ExampleRecord> open(
      String key, JsonNode tree, String payload, String fallbackId) {
    if (!tree.isObject()) {
      return new Decoded.Malformed<>("", "expected an object, found " + Found.of(tree));
    }
    String task = key.isBlank() ? text(tree.path("task"), "") : key;
    if (task.isBlank()) {
      return new Decoded.Malformed<>("task", "neither the record nor its key names a task");
    }
    boolean isFlat = !tree.path("inputs").isObject();
    return new Decoded.Value<>(
        new ExampleRecord(
            task,
            text(tree.path("id"), fallbackId),
            payload,
            isFlat ? "" : text(tree.path("author"), ""),
            texts(isFlat ? tree : tree.path("inputs"))));
  }

  private static String texts(JsonNode members) {
    return members.properties().stream()
        .filter(member -> !member.getKey().equals("id"))
        .map(
            member ->
                member.getValue().isTextual()
                    ? member.getValue().asText()
                    : member.getValue().toString())
        .collect(Collectors.joining("\n"));
  }

  private static String text(JsonNode value, String fallback) {
    return value.isTextual() || value.isNumber() ? value.asText() : fallback;
  }
}
