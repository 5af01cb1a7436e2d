package dev.ascent.pipeline.pool;

import dev.ascent.core.decision.Command;
import dev.ascent.core.decision.CommandKind;
import dev.ascent.core.text.Digest;
import dev.ascent.pipeline.admit.DeadLetter;
import dev.ascent.pipeline.kafka.RawRecord;
import dev.ascent.redaction.RecordRedaction;
import dev.ascent.redaction.RedactionSettings;
import dev.ascent.wire.Decoded;
import dev.ascent.wire.record.CommandRecord;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Reads what people ask for. Records and authors that they name are found as redaction has left
 * them, and go on as digests: no state and no entry holds a name.
 */
public final class ParseCommandFunction extends ProcessFunction<RawRecord, PoolInput> {
  private static final long serialVersionUID = 1L;

  public static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("unparsable-commands", TypeInformation.of(DeadLetter.class));

  private final RedactionSettings settings;

  private transient RecordRedaction redaction;

  public ParseCommandFunction(RedactionSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) throws IOException {
    redaction = settings.records();
  }

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
    String reason = command.reason() == null ? "no reason given" : command.reason();
    out.collect(
        PoolInput.commanded(
            command.task(),
            new Command(
                kind(command.kind()),
                reason,
                command.epoch(),
                command.program(),
                digests(command.records(), redaction::id),
                digests(command.authors(), redaction::author)),
            raw.topicPosition()));
  }

  private static List<String> digests(List<String> names, UnaryOperator<String> redacted) {
    return names == null ? List.of() : names.stream().map(redacted).map(Digest::of).toList();
  }

  private static CommandKind kind(CommandRecord.Kind kind) {
    return switch (kind) {
      case PAUSE -> CommandKind.PAUSE;
      case RESUME -> CommandKind.RESUME;
      case RETIRE -> CommandKind.RETIRE;
      case PIN -> CommandKind.PIN;
      case UNPIN -> CommandKind.UNPIN;
      case ROLL_BACK -> CommandKind.ROLL_BACK;
      case APPROVE -> CommandKind.APPROVE;
      case FORGET -> CommandKind.FORGET;
      case READMIT -> CommandKind.READMIT;
    };
  }
}
