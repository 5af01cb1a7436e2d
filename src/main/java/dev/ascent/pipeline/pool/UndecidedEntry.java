package dev.ascent.pipeline.pool;

import dev.ascent.core.pool.Pool;
import dev.ascent.pipeline.journal.JournalRecord;
import java.io.IOException;
import java.util.Optional;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** The entry about the current key's task that was written and has not come back. */
final class UndecidedEntry {
  /** An entry that has not come back by then is taken for lost; a second copy of it is void. */
  private static final long ROUND_TRIP_MILLIS = 30_000;

  private static final TypeInformation<JournalRecord> ENTRY =
      TypeInformation.of(JournalRecord.class);

  private final ValueState<JournalRecord> entry;
  private final ValueState<Long> since;

  UndecidedEntry(RuntimeContext context) {
    entry = context.getState(new ValueStateDescriptor<>("undecided", ENTRY));
    since = context.getState(new ValueStateDescriptor<>("undecided-since", Types.LONG));
  }

  Optional<JournalRecord> get() throws IOException {
    return Optional.ofNullable(entry.value());
  }

  void write(JournalRecord written, long now) throws IOException {
    entry.update(written);
    since.update(now);
  }

  /**
   * Whether it came too late for its version, or did not come back in time; also where the clock
   * was set back since, and does not tell.
   */
  boolean isLost(Pool pool, long now) throws IOException {
    JournalRecord written = entry.value();
    return written != null
        && (pool.version() >= written.version()
            || Math.abs(now - since.value()) > ROUND_TRIP_MILLIS);
  }

  void clear() {
    entry.clear();
    since.clear();
  }
}
