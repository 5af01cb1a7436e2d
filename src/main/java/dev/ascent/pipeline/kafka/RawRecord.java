package dev.ascent.pipeline.kafka;

/**
 * A Kafka record as it was read.
 *
 * @param topic where it stood
 * @param partition where it stood
 * @param offset where it stood
 * @param key as text, or null
 * @param value its bytes, or null for a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; Flink serializes the bytes as they are.
public record RawRecord(String topic, int partition, long offset, String key, byte[] value) {
  /** Names the record to people. */
  public String position() {
    return topic + "/" + partition + "/" + offset;
  }
}
