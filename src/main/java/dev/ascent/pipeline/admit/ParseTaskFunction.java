package dev.ascent.pipeline.admit;

import dev.ascent.core.task.TaskDefinition;
import dev.ascent.pipeline.kafka.RawRecord;
import dev.ascent.wire.Decoded;
import dev.ascent.wire.task.TaskDefinitionCodec;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Reads task definitions; a broken one goes to the dead letters and changes nothing. */
public final class ParseTaskFunction extends ProcessFunction<RawRecord, TaskRecord> {
  private static final long serialVersionUID = 1L;

  public static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("unparsable-tasks", TypeInformation.of(DeadLetter.class));

  @Override
  public void processElement(RawRecord raw, Context context, Collector<TaskRecord> out) {
    if (raw.key() == null) {
      context.output(DEAD_LETTERS, DeadLetter.of(raw, "the record has no key", "task"));
      return;
    }
    if (raw.value() == null) {
      out.collect(new TaskRecord(raw.key(), null, raw.topicPosition()));
      return;
    }
    Decoded<TaskDefinition> decoded = TaskDefinitionCodec.decode(raw.value());
    if (decoded instanceof Decoded.Malformed<TaskDefinition> malformed) {
      context.output(DEAD_LETTERS, DeadLetter.of(raw, malformed.reason(), malformed.field()));
    } else if (!decoded.orThrow().task().equals(raw.key())) {
      String reason =
          "expected the record's key, " + raw.key() + ", found " + decoded.orThrow().task();
      context.output(DEAD_LETTERS, DeadLetter.of(raw, reason, "task"));
    } else {
      out.collect(new TaskRecord(raw.key(), decoded.orThrow(), raw.topicPosition()));
    }
  }
}
