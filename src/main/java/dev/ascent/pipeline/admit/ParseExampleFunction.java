package dev.ascent.pipeline.admit;

import dev.ascent.pipeline.account.CountedExamples;
import dev.ascent.pipeline.account.ExampleFate;
import dev.ascent.pipeline.kafka.RawRecord;
import dev.ascent.wire.Decoded;
import dev.ascent.wire.example.ExampleReader;
import dev.ascent.wire.example.ExampleRecord;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Opens the envelope of logged examples; what has none goes to the dead letters. */
public final class ParseExampleFunction extends ProcessFunction<RawRecord, AdmitInput> {
  private static final long serialVersionUID = 1L;

  public static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("unparsable-examples", TypeInformation.of(DeadLetter.class));

  /** The records whose task is known, usable or not. */
  public static final OutputTag<CountedExamples> RECEIVED =
      new OutputTag<>("received-examples", TypeInformation.of(CountedExamples.class));

  @Override
  public void processElement(RawRecord raw, Context context, Collector<AdmitInput> out) {
    byte[] key = raw.key() == null ? null : raw.key().getBytes(StandardCharsets.UTF_8);
    Decoded<ExampleRecord> opened =
        ExampleRecord.open(key, raw.value(), raw.position(), ExampleReader.MAX_BYTES);
    if (opened instanceof Decoded.Malformed<ExampleRecord> malformed) {
      received(raw.key(), context);
      context.output(
          DEAD_LETTERS, DeadLetter.ofExample(raw, malformed.reason(), malformed.field()));
      return;
    }
    ExampleRecord example = opened.orThrow();
    received(example.task(), context);
    out.collect(
        AdmitInput.of(
            new IncomingExample(
                example.task(),
                example.id(),
                example.payload(),
                raw.topic(),
                raw.partition(),
                raw.offset(),
                example.author()),
            example.inputs()));
  }

  private static void received(String task, Context context) {
    if (task != null) {
      context.output(RECEIVED, CountedExamples.one(task, ExampleFate.RECEIVED));
    }
  }
}
