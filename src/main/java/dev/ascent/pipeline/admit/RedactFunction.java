package dev.ascent.pipeline.admit;

import dev.ascent.pipeline.kafka.RawRecord;
import dev.ascent.redaction.RecordRedaction;
import dev.ascent.redaction.RedactionSettings;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/**
 * Takes personal data and secrets out of logged records. It stands right behind their source, in
 * one chain with it, so that no state, no channel and no other stage holds what it takes out.
 */
public final class RedactFunction extends RichMapFunction<RawRecord, RawRecord> {
  private static final long serialVersionUID = 1L;

  private final RedactionSettings settings;

  private transient RecordRedaction redaction;

  public RedactFunction(RedactionSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) throws IOException {
    redaction = settings.records();
  }

  @Override
  public RawRecord map(RawRecord raw) {
    return new RawRecord(
        raw.topic(),
        raw.partition(),
        raw.offset(),
        raw.millis(),
        raw.key() == null ? null : redaction.text(raw.key()),
        raw.value() == null ? null : redaction.of(raw.value()),
        raw.signature());
  }
}
