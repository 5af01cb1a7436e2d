package dev.ascent.core.pool;

/**
 * How far a topic was followed.
 *
 * @param offset of the record that stood furthest
 * @param millis the latest time of a record, in milliseconds since 1970-01-01 UTC
 */
public record TopicPosition(long offset, long millis) {

  /** The position after another record. */
  TopicPosition after(TopicPosition other) {
    return new TopicPosition(Math.max(offset, other.offset), Math.max(millis, other.millis));
  }

  /**
   * Whether a record was passed already. One that stands earlier and is later was written to a
   * topic that was made anew.
   */
  boolean isPast(TopicPosition other) {
    return other.offset <= offset && other.millis <= millis;
  }
}
