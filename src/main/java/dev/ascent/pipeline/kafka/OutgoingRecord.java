package dev.ascent.pipeline.kafka;

import java.nio.charset.StandardCharsets;

/**
 * A record to be written.
 *
 * @param key by which it is partitioned, or null
 * @param value its bytes
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; Flink serializes the bytes as they are.
public record OutgoingRecord(String key, byte[] value) {
  public static OutgoingRecord of(String key, String json) {
    return new OutgoingRecord(key, json.getBytes(StandardCharsets.UTF_8));
  }
}
