package dev.ascent.pipeline.journal;

import dev.ascent.core.pool.JournalEntry;
import dev.ascent.pipeline.kafka.RawRecord;
import dev.ascent.wire.JournalCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Reads the journal's entries. One that can't be read stops the job: nobody but the job writes
 * there, and to go on without an entry would be to go on from a wrong pool.
 */
public final class ReadJournalFunction extends ProcessFunction<RawRecord, JournalRecord> {
  private static final long serialVersionUID = 1L;

  @Override
  public void processElement(RawRecord raw, Context context, Collector<JournalRecord> out)
      throws IOException {
    try {
      String body = new String(raw.value(), StandardCharsets.UTF_8);
      JournalEntry entry = JournalCodec.decode(body);
      out.collect(new JournalRecord(entry.task(), entry.version(), body));
    } catch (IOException | RuntimeException e) {
      throw new IOException("the journal entry at " + raw.position() + " can't be read", e);
    }
  }
}
