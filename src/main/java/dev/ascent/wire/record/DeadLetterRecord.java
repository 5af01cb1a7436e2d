package dev.ascent.wire.record;

import dev.ascent.wire.WireCodec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/**
 * A record that could not be used: a record of the dead-letters topic.
 *
 * @param reason what was expected and what was found
 * @param field the member at fault; empty where it is the whole record
 * @param topic that it came from
 * @param partition of that topic
 * @param offset in that partition
 * @param payload its value in Base64, cut after {@value #MOST_BYTES} bytes
 * @param payloadBytes how many bytes it really has
 * @param time when it was refused
 */
public record DeadLetterRecord(
    String reason,
    String field,
    String topic,
    int partition,
    long offset,
    String payload,
    int payloadBytes,
    Instant time) {

  public static final WireCodec<DeadLetterRecord> CODEC =
      new WireCodec<>(DeadLetterRecord.class, 1);

  static final int MOST_BYTES = 64 << 10;

  /** Where a record stands. */
  public record Origin(String topic, int partition, long offset) {}

  public static DeadLetterRecord of(
      String reason, String field, Origin origin, byte[] payload, Instant time) {
    byte[] kept = Arrays.copyOf(payload, Math.min(payload.length, MOST_BYTES));
    return new DeadLetterRecord(
        reason,
        field,
        origin.topic(),
        origin.partition(),
        origin.offset(),
        Base64.getEncoder().encodeToString(kept),
        payload.length,
        time);
  }
}
