package dev.ascent.pipeline.kafka;

import dev.ascent.wire.signature.SignatureHeader;

/**
 * A Kafka record as it was read.
 *
 * @param topic where it stood
 * @param partition where it stood
 * @param offset where it stood
 * @param key as text, or null
 * @param value its bytes, or null for a tombstone
 * @param signature the value of its header {@link SignatureHeader#NAME}, or null if it has none
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; Flink serializes the bytes as they are.
public record RawRecord(
    String topic, int partition, long offset, String key, byte[] value, String signature) {
  /** Names the record to people. */
  public String position() {
    return topic + "/" + partition + "/" + offset;
  }
}
