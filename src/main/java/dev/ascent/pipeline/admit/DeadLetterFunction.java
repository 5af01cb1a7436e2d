package dev.ascent.pipeline.admit;

import dev.ascent.pipeline.kafka.OutgoingRecord;
import dev.ascent.redaction.RecordRedaction;
import dev.ascent.redaction.RedactionSettings;
import dev.ascent.wire.record.DeadLetterRecord;
import java.io.IOException;
import java.time.Instant;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Turns what could not be used into records of the dead-letters topic. They are redacted, also
 * those of people's own tasks and commands, as a key may have been pasted into one.
 */
public final class DeadLetterFunction extends ProcessFunction<DeadLetter, OutgoingRecord> {
  private static final long serialVersionUID = 1L;

  private final RedactionSettings settings;

  private transient RecordRedaction redaction;

  public DeadLetterFunction(RedactionSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) throws IOException {
    redaction = settings.records();
  }

  @Override
  public void processElement(DeadLetter letter, Context context, Collector<OutgoingRecord> out) {
    DeadLetterRecord record =
        DeadLetterRecord.of(
            redaction.text(letter.reason()),
            redaction.text(letter.field()),
            new DeadLetterRecord.Origin(letter.topic(), letter.partition(), letter.offset()),
            redaction.text(letter.payload()),
            Instant.ofEpochMilli(context.timerService().currentProcessingTime()));
    String key = letter.task() == null ? null : redaction.text(letter.task());
    out.collect(new OutgoingRecord(key, DeadLetterRecord.CODEC.encode(record)));
  }
}
