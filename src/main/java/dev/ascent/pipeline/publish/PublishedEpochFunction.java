package dev.ascent.pipeline.publish;

import dev.ascent.pipeline.kafka.RawRecord;
import dev.ascent.wire.Decoded;
import dev.ascent.wire.program.ProgramRecord;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads which epochs are out. A record that is no program hides nothing and is passed over. */
public final class PublishedEpochFunction extends ProcessFunction<RawRecord, PublishedEpoch> {
  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(PublishedEpochFunction.class);

  @Override
  public void processElement(RawRecord raw, Context context, Collector<PublishedEpoch> out) {
    if (raw.value() == null || raw.key() == null) {
      return;
    }
    Decoded<ProgramRecord> decoded = ProgramRecord.CODEC.decode(raw.value());
    if (decoded instanceof Decoded.Malformed<ProgramRecord> malformed) {
      LOG.warn("The record at {} is no program: {}", raw.position(), malformed.reason());
      return;
    }
    out.collect(new PublishedEpoch(raw.key(), decoded.orThrow().epoch()));
  }
}
