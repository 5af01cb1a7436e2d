package dev.ascent.pipeline.admit;

import dev.ascent.pipeline.kafka.OutgoingRecord;
import dev.ascent.wire.record.DeadLetterRecord;
import java.time.Instant;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Turns what could not be used into records of the dead-letters topic. */
public final class DeadLetterFunction extends ProcessFunction<DeadLetter, OutgoingRecord> {
  private static final long serialVersionUID = 1L;

  @Override
  public void processElement(DeadLetter letter, Context context, Collector<OutgoingRecord> out) {
    DeadLetterRecord record =
        DeadLetterRecord.of(
            letter.reason(),
            letter.field(),
            new DeadLetterRecord.Origin(letter.topic(), letter.partition(), letter.offset()),
            letter.payload(),
            Instant.ofEpochMilli(context.timerService().currentProcessingTime()));
    out.collect(new OutgoingRecord(letter.task(), DeadLetterRecord.CODEC.encode(record)));
  }
}
