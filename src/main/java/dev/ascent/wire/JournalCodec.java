package dev.ascent.wire;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.JournalEntry;
import java.io.IOException;
import java.util.List;

/**
 * Journal entries as JSON. The names of changes and of their fields are part of the journal's
 * format: they may be added to and never renamed.
 */
public final class JournalCodec {
  private static final int FORMAT = 1;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .visibility(PropertyAccessor.ALL, Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .addMixIn(Change.class, ChangeFormat.class)
          .build();

  private JournalCodec() {}

  private record Envelope(
      int format, String task, long version, String owner, String cause, List<Change> changes) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "change")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Change.Defined.class, name = "defined"),
    @JsonSubTypes.Type(value = Change.Owned.class, name = "owned"),
    @JsonSubTypes.Type(value = Change.DayBegan.class, name = "day-began"),
    @JsonSubTypes.Type(value = Change.Leased.class, name = "leased"),
    @JsonSubTypes.Type(value = Change.Settled.class, name = "settled"),
    @JsonSubTypes.Type(value = Change.Credited.class, name = "credited"),
    @JsonSubTypes.Type(value = Change.Joined.class, name = "joined"),
    @JsonSubTypes.Type(value = Change.Pruned.class, name = "pruned"),
    @JsonSubTypes.Type(value = Change.Won.class, name = "won"),
    @JsonSubTypes.Type(value = Change.Led.class, name = "led"),
    @JsonSubTypes.Type(value = Change.Studied.class, name = "studied"),
    @JsonSubTypes.Type(value = Change.Stepped.class, name = "stepped"),
    @JsonSubTypes.Type(value = Change.Entered.class, name = "entered"),
    @JsonSubTypes.Type(value = Change.Attempted.class, name = "attempted"),
    @JsonSubTypes.Type(value = Change.Concluded.class, name = "concluded"),
    @JsonSubTypes.Type(value = Change.Promoted.class, name = "promoted"),
    @JsonSubTypes.Type(value = Change.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = Change.Judged.class, name = "judged"),
    @JsonSubTypes.Type(value = Change.Awaited.class, name = "awaited"),
    @JsonSubTypes.Type(value = Change.Pinned.class, name = "pinned"),
    @JsonSubTypes.Type(value = Change.Watched.class, name = "watched"),
    @JsonSubTypes.Type(value = Change.Alarmed.class, name = "alarmed"),
    @JsonSubTypes.Type(value = Change.Calmed.class, name = "calmed"),
    @JsonSubTypes.Type(value = Change.Unlearned.class, name = "unlearned"),
    @JsonSubTypes.Type(value = Change.Paused.class, name = "paused"),
    @JsonSubTypes.Type(value = Change.Resumed.class, name = "resumed"),
    @JsonSubTypes.Type(value = Change.Retired.class, name = "retired"),
    @JsonSubTypes.Type(value = Change.Forgotten.class, name = "forgotten"),
    @JsonSubTypes.Type(value = Change.Readmitted.class, name = "readmitted"),
    @JsonSubTypes.Type(value = Change.Listened.class, name = "listened"),
    @JsonSubTypes.Type(value = Change.Snapshot.class, name = "snapshot")
  })
  private interface ChangeFormat {}

  /** The entry as one line of JSON. */
  public static String encode(JournalEntry entry) {
    try {
      return MAPPER.writeValueAsString(
          new Envelope(
              FORMAT,
              entry.task(),
              entry.version(),
              entry.owner(),
              entry.cause(),
              entry.changes()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("journal entries consist of plain records", e);
    }
  }

  /**
   * Reads an entry.
   *
   * @throws IOException if the text is no entry, or one of a format that this version can't read
   */
  public static JournalEntry decode(String body) throws IOException {
    Envelope envelope = MAPPER.readValue(body, Envelope.class);
    if (envelope.format() != FORMAT) {
      throw new IOException(
          "journal format " + envelope.format() + " is not known, only " + FORMAT);
    }
    return new JournalEntry(
        envelope.task(),
        envelope.version(),
        envelope.owner(),
        envelope.cause(),
        envelope.changes());
  }
}
