package dev.ascent.pipeline.kafka;

import dev.ascent.core.pool.TopicPosition;

/**
 * A Kafka record as it was read.
 *
 * @param topic where it stood
 * @param partition where it stood
 * @param offset where it stood
 * @param millis its time, in milliseconds since 1970-01-01 UTC
 * @param key as text, or null
 * @param value its bytes, or null for a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; Flink serializes the bytes as they are.
public record RawRecord(
    String topic, int partition, long offset, long millis, String key, byte[] value) {
  /** How far a reader has come that has read it. */
  public TopicPosition topicPosition() {
    return new TopicPosition(offset, millis);
  }

  /** Names the record to people. */
  public String position() {
    return topic + "/" + partition + "/" + offset;
  }
}
