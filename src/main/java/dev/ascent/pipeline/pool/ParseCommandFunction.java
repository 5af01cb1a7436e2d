package dev.ascent.pipeline.pool;

import dev.ascent.core.decision.CommandKind;
import dev.ascent.pipeline.admit.DeadLetter;
import dev.ascent.pipeline.kafka.RawRecord;
import dev.ascent.wire.Decoded;
import dev.ascent.wire.record.CommandRecord;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Reads what people ask for. */
public final class ParseCommandFunction extends ProcessFunction<RawRecord, PoolInput> {
  private static final long serialVersionUID = 1L;

  public static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("unparsable-commands", TypeInformation.of(DeadLetter.class));

  @Override
  public void processElement(RawRecord raw, Context context, Collector<PoolInput> out) {
    if (raw.value() == null) {
      context.output(DEAD_LETTERS, DeadLetter.of(raw, "the record is empty", ""));
      return;
    }
    Decoded<CommandRecord> decoded = CommandRecord.CODEC.decode(raw.value());
    if (decoded instanceof Decoded.Malformed<CommandRecord> malformed) {
      context.output(DEAD_LETTERS, DeadLetter.of(raw, malformed.reason(), malformed.field()));
      return;
    }
    CommandRecord command = decoded.orThrow();
    Optional<CommandKind> kind = kind(command.kind());
    if (kind.isPresent()) {
      String reason = command.reason() == null ? "no reason given" : command.reason();
      out.collect(PoolInput.commanded(command.task(), kind.get(), reason));
    } else {
      context.output(
          DEAD_LETTERS,
          DeadLetter.of(raw, "this version does not know the command " + command.kind(), "kind"));
    }
  }

  private static Optional<CommandKind> kind(CommandRecord.Kind kind) {
    return switch (kind) {
      case PAUSE -> Optional.of(CommandKind.PAUSE);
      case RESUME -> Optional.of(CommandKind.RESUME);
      case RETIRE -> Optional.of(CommandKind.RETIRE);
      case PIN, UNPIN, ROLL_BACK, APPROVE -> Optional.empty();
    };
  }
}
