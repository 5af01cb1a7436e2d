package dev.ascent.wire.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ascent.wire.OrNull;
import dev.ascent.wire.WireCodec;
import java.time.Instant;

/**
 * What a person asks for: a record of the commands topic.
 *
 * @param task that it is about
 * @param kind what is asked for
 * @param epoch of {@link Kind#PIN} and {@link Kind#ROLL_BACK}: the champion that is meant; without
 *     it the present one is pinned, and the one before it is rolled back to
 * @param program of {@link Kind#APPROVE}: the id of the challenger
 * @param author who asks
 * @param reason in words
 * @param time when
 */
public record CommandRecord(
    String task,
    Kind kind,
    Long epoch,
    @OrNull String program,
    @OrNull String author,
    @OrNull String reason,
    @OrNull Instant time) {

  public static final WireCodec<CommandRecord> CODEC = new WireCodec<>(CommandRecord.class, 1);

  /** What can be asked for. */
  public enum Kind {
    /** Spend nothing until resumed. */
    @JsonProperty("pause")
    PAUSE,
    @JsonProperty("resume")
    RESUME,
    /** Keep a champion, whatever is proven. */
    @JsonProperty("pin")
    PIN,
    @JsonProperty("unpin")
    UNPIN,
    /** Publish an earlier champion again, under a new epoch. */
    @JsonProperty("roll-back")
    ROLL_BACK,
    /** Let a proven challenger replace the champion. */
    @JsonProperty("approve")
    APPROVE,
    /** End the task. */
    @JsonProperty("retire")
    RETIRE
  }

  public CommandRecord {
    if (kind == Kind.APPROVE && program == null) {
      throw new IllegalArgumentException("`approve` needs `program`");
    }
  }
}
