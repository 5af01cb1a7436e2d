package dev.ascent.pipeline.admit;

import dev.ascent.pipeline.kafka.RawRecord;
import dev.ascent.wire.Decoded;
import dev.ascent.wire.example.ExampleReader;
import dev.ascent.wire.record.FeedbackRecord;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Opens late feedback; what is none goes to the dead letters. */
public final class ParseFeedbackFunction extends ProcessFunction<RawRecord, AdmitInput> {
  private static final long serialVersionUID = 1L;

  public static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("unparsable-feedback", TypeInformation.of(DeadLetter.class));

  @Override
  public void processElement(RawRecord raw, Context context, Collector<AdmitInput> out) {
    Decoded<FeedbackRecord> decoded = decode(raw);
    if (decoded instanceof Decoded.Malformed<FeedbackRecord> malformed) {
      context.output(DEAD_LETTERS, DeadLetter.of(raw, malformed.reason(), malformed.field()));
      return;
    }
    FeedbackRecord feedback = decoded.orThrow();
    String author = feedback.author() == null ? "" : feedback.author();
    out.collect(
        AdmitInput.of(
            new IncomingFeedback(
                feedback.task(),
                feedback.id(),
                new String(raw.value(), StandardCharsets.UTF_8),
                raw.topic(),
                raw.partition(),
                raw.offset(),
                author)));
  }

  private static Decoded<FeedbackRecord> decode(RawRecord raw) {
    if (raw.value() == null) {
      return new Decoded.Malformed<>("", "expected an object, found nothing");
    }
    if (raw.value().length > ExampleReader.MAX_BYTES) {
      return new Decoded.Malformed<>("", "larger than " + ExampleReader.MAX_BYTES + " bytes");
    }
    Decoded<FeedbackRecord> decoded = FeedbackRecord.CODEC.decode(raw.value());
    return decoded instanceof Decoded.Value<FeedbackRecord> feedback
            && raw.key() != null
            && !raw.key().equals(feedback.value().task())
        ? new Decoded.Malformed<>(
            "task",
            "expected the record's key, " + raw.key() + ", found " + feedback.value().task())
        : decoded;
  }
}
