package dev.ascent.pipeline.admit;

import dev.ascent.pipeline.account.ExampleFate;
import dev.ascent.pipeline.kafka.RawRecord;
import java.nio.charset.StandardCharsets;

/**
 * A record that could not be used.
 *
 * @param task whose it is, or null where that could not be read
 * @param reason what was expected and what was found
 * @param field the member at fault; empty where it is the whole record
 * @param topic where it stood
 * @param partition where it stood
 * @param offset where it stood
 * @param payload its bytes
 * @param fate as which it counts; null where it is no example
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; Flink serializes the bytes as they are.
public record DeadLetter(
    String task,
    String reason,
    String field,
    String topic,
    int partition,
    long offset,
    byte[] payload,
    ExampleFate fate) {
  private static final String IS_FORGOTTEN = "the record or its author is forgotten";

  public static DeadLetter of(RawRecord raw, String reason, String field) {
    return of(raw, reason, field, null);
  }

  private static DeadLetter of(RawRecord raw, String reason, String field, ExampleFate fate) {
    byte[] payload = raw.value() == null ? new byte[0] : raw.value();
    return new DeadLetter(
        raw.key(), reason, field, raw.topic(), raw.partition(), raw.offset(), payload, fate);
  }

  /** A record of the examples topic that is no example. */
  static DeadLetter ofExample(RawRecord raw, String reason, String field) {
    return of(raw, reason, field, ExampleFate.REJECTED);
  }

  /** An example of which nothing may be kept, not even its bytes. */
  static DeadLetter ofForgotten(IncomingExample incoming) {
    return of(incoming, IS_FORGOTTEN, "").withoutPayload();
  }

  /** Feedback of which nothing may be kept, not even its bytes. */
  static DeadLetter ofForgotten(IncomingFeedback incoming) {
    return of(incoming, IS_FORGOTTEN, "").withoutPayload();
  }

  private DeadLetter withoutPayload() {
    return new DeadLetter(task, reason, field, topic, partition, offset, new byte[0], fate);
  }

  static DeadLetter of(IncomingExample incoming, String reason, String field) {
    return of(incoming, reason, field, ExampleFate.REJECTED);
  }

  static DeadLetter of(IncomingExample incoming, String reason, String field, ExampleFate fate) {
    return new DeadLetter(
        incoming.task(),
        reason,
        field,
        incoming.topic(),
        incoming.partition(),
        incoming.offset(),
        incoming.payload().getBytes(StandardCharsets.UTF_8),
        fate);
  }

  static DeadLetter of(IncomingFeedback incoming, String reason, String field) {
    return new DeadLetter(
        incoming.task(),
        reason,
        field,
        incoming.topic(),
        incoming.partition(),
        incoming.offset(),
        incoming.payload().getBytes(StandardCharsets.UTF_8),
        null);
  }
}
