package dev.ascent.pipeline.rollout;

import dev.ascent.pipeline.kafka.OutgoingRecord;
import dev.ascent.wire.record.RolloutRecord;
import java.time.Instant;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Turns rollouts into records of the audit topic. */
public final class AuditFunction extends ProcessFunction<RolloutAnswer, OutgoingRecord> {
  private static final long serialVersionUID = 1L;

  @Override
  public void processElement(RolloutAnswer answer, Context context, Collector<OutgoingRecord> out) {
    Instant now = Instant.ofEpochMilli(context.timerService().currentProcessingTime());
    RolloutRecord record = RolloutRecord.of(answer.task(), answer.rollout(), now);
    out.collect(new OutgoingRecord(answer.task(), RolloutRecord.CODEC.encode(record)));
  }
}
