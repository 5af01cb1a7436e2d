package dev.ascent.wire.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.wire.OrNull;
import dev.ascent.wire.WireCodec;
import java.time.Instant;

/**
 * What became known of an example after it was logged: a record of the feedback topic.
 *
 * @param task whose example it is
 * @param id of the example
 * @param expected the right outputs by field name, as JSON of their types
 * @param feedback what was said of the logged answer
 * @param author who says so
 * @param time when
 */
public record FeedbackRecord(
    String task,
    String id,
    @OrNull ObjectNode expected,
    @OrNull Verdict feedback,
    @OrNull String author,
    @OrNull Instant time) {

  public static final WireCodec<FeedbackRecord> CODEC = new WireCodec<>(FeedbackRecord.class, 1);

  /**
   * What was said of an answer.
   *
   * @param score in [0, 1]
   * @param text in words
   */
  public record Verdict(Double score, @OrNull String text) {}

  public FeedbackRecord {
    if (expected == null && feedback == null) {
      throw new IllegalArgumentException("neither `expected` nor `feedback` is given");
    }
  }
}
