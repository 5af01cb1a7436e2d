package dev.ascent.pipeline.kafka;

import dev.ascent.wire.signature.SignatureHeader;
import java.nio.charset.StandardCharsets;

/**
 * A record to be written.
 *
 * @param key by which it is partitioned, or null
 * @param value its bytes
 * @param signature the value of its header {@link SignatureHeader#NAME}, or null if it has none
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; Flink serializes the bytes as they are.
public record OutgoingRecord(String key, byte[] value, String signature) {
  /** A record without a signature. */
  public OutgoingRecord(String key, byte[] value) {
    this(key, value, null);
  }

  public static OutgoingRecord of(String key, String json) {
    return new OutgoingRecord(key, json.getBytes(StandardCharsets.UTF_8));
  }
}
