package dev.ascent.pipeline.pool;

import dev.ascent.core.decision.Command;
import dev.ascent.core.decision.CommandKind;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.JournalEntry;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.journal.JournalRecord;
import dev.ascent.testing.HarnessSettings;
import dev.ascent.wire.JournalCodec;
import dev.ascent.wire.record.StatusRecord;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** A {@link DecideFunction} at work on a task named "tickets". */
final class DecideHarness
    extends KeyedOneInputStreamOperatorTestHarness<String, PoolInput, JournalRecord> {
  /** Until a task at which nothing happens gets a snapshot. */
  static final Duration IDLE = Duration.ofDays(3);

  private static final String TASK = "tickets";

  DecideHarness(AscentSettings settings) throws Exception {
    super(new KeyedProcessOperator<>(new DecideFunction(settings)), PoolInput::task, Types.STRING);
  }

  static DecideHarness of(String owner) throws Exception {
    return new DecideHarness(HarnessSettings.of(owner).withSnapshotEvery(IDLE));
  }

  void read(JournalRecord entry) throws Exception {
    processElement(PoolInput.journal(entry), 0);
  }

  void command(CommandKind kind) throws Exception {
    processElement(PoolInput.commanded(TASK, Command.of(kind, "test"), null), 0);
  }

  List<JournalRecord> written() {
    return extractOutputValues();
  }

  JournalRecord written(int index) {
    return written().get(index);
  }

  List<Change> changes(int index) throws IOException {
    return decode(written(index)).changes();
  }

  List<StatusRecord> statuses() {
    return getSideOutput(DecideFunction.POOLS).stream()
        .map(shown -> StatusFunction.status(shown.getValue(), null, Instant.EPOCH))
        .toList();
  }

  static JournalEntry decode(JournalRecord entry) throws IOException {
    return JournalCodec.decode(entry.body());
  }
}
