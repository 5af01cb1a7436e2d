package dev.ascent.wire.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ascent.wire.OrNull;
import dev.ascent.wire.WireCodec;
import java.time.Instant;
import java.util.List;

/**
 * What a person asks for: a record of the commands topic.
 *
 * @param task that it is about
 * @param kind what is asked for
 * @param epoch of {@link Kind#PIN} and {@link Kind#ROLL_BACK}: the champion that is meant; without
 *     it the present one is pinned, and the one before it is rolled back to
 * @param program of {@link Kind#APPROVE}: the id of the challenger
 * @param records of {@link Kind#FORGET}: ids of records
 * @param authors of {@link Kind#FORGET} and {@link Kind#READMIT}: whose records, by name or by
 *     pseudonym
 * @param author who asks
 * @param reason in words
 * @param time when
 */
public record CommandRecord(
    String task,
    Kind kind,
    Long epoch,
    @OrNull String program,
    @OrNull List<String> records,
    @OrNull List<String> authors,
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
    /** Delete what was made from records, or from those of authors, and use none of them again. */
    @JsonProperty("forget")
    FORGET,
    /** Use the later records of forgotten authors again. */
    @JsonProperty("readmit")
    READMIT,
    /** End the task. */
    @JsonProperty("retire")
    RETIRE
  }

  public CommandRecord {
    if (kind == Kind.APPROVE && program == null) {
      throw new IllegalArgumentException("`approve` needs `program`");
    }
    if (kind == Kind.FORGET && isEmpty(records) && isEmpty(authors)) {
      throw new IllegalArgumentException("`forget` needs `records` or `authors`");
    }
    if (kind == Kind.READMIT && isEmpty(authors)) {
      throw new IllegalArgumentException("`readmit` needs `authors`");
    }
  }

  /** A command that names no records. */
  public CommandRecord(
      String task,
      Kind kind,
      Long epoch,
      String program,
      String author,
      String reason,
      Instant time) {
    this(task, kind, epoch, program, null, null, author, reason, time);
  }

  private static boolean isEmpty(List<String> names) {
    return names == null || names.isEmpty();
  }
}
