package dev.ascent.pipeline.kafka;

import dev.ascent.core.pool.TopicPosition;
import dev.ascent.wire.signature.SignatureHeader;

/**
 * A Kafka record as it was read.
 *
 * @param topic where it stood
 * @param partition where it stood
 * @param offset where it stood
 * @param millis its time, in milliseconds since 1970-01-01 UTC
 * @param key as text, or null
 * @param value its bytes, or null for a tombstone
 * @param signature the value of its header {@link SignatureHeader#NAME}, or null if it has none
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; Flink serializes the bytes as they are.
public record RawRecord(
    String topic,
    int partition,
    long offset,
    long millis,
    String key,
    byte[] value,
    String signature) {
  /** How far a reader has come that has read it. */
  public TopicPosition topicPosition() {
    return new TopicPosition(offset, millis);
  }

  /** Names the record to people. */
  public String position() {
    return topic + "/" + partition + "/" + offset;
  }
}
