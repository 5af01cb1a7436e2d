package dev.ascent.pipeline.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.program.Program;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.SigningKeySource;
import dev.ascent.pipeline.kafka.RawRecord;
import dev.ascent.testing.HarnessSettings;
import dev.ascent.testing.PoolJournal;
import dev.ascent.testing.TaskBuilder;
import dev.ascent.wire.program.ProgramRecord;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import dev.ascent.wire.signature.SigningKey;
import java.util.List;
import java.util.Optional;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.Test;

class PublishedEpochFunctionTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final SigningKeySource SIGNING = () -> Optional.of(KEY);
  private static final byte[] PROGRAM = program();

  @Test
  void readsEpochsAndPassesOverTheRestWhereNothingIsSigned() throws Exception {
    assertThat(
            read(
                SigningKeySource.NONE,
                record(PROGRAM, null),
                record("nonsense".getBytes(UTF_8), null),
                record(null, null)))
        .containsExactly(new PublishedEpoch("tickets", 0));
  }

  @Test
  void whatAnotherSignedOrNobodyDidIsForged() throws Exception {
    assertThat(
            read(
                SIGNING,
                record(PROGRAM, KEY.sign("tickets", PROGRAM)),
                record(PROGRAM, null),
                record(PROGRAM, SigningKey.generate().sign("tickets", PROGRAM)),
                record(null, null)))
        .extracting(PublishedEpoch::isForged)
        .containsExactly(false, true, true, true);
  }

  private static List<PublishedEpoch> read(SigningKeySource key, RawRecord... records)
      throws Exception {
    AscentSettings settings = HarnessSettings.of("run-1").withSigningKey(key);
    try (OneInputStreamOperatorTestHarness<RawRecord, PublishedEpoch> harness =
        ProcessFunctionTestHarnesses.forProcessFunction(new PublishedEpochFunction(settings))) {
      for (RawRecord record : records) {
        harness.processElement(record, 0);
      }
      return harness.extractOutputValues();
    }
  }

  private static RawRecord record(byte[] value, String signature) {
    return new RawRecord("ascent.programs", 0, 0, 0, "tickets", value, signature);
  }

  private static byte[] program() {
    TaskDefinition definition = TaskBuilder.ascent().build();
    Program start = definition.startProgram();
    PoolJournal journal = PoolJournal.empty("tickets", "run-1");
    journal.open(definition);
    return ProgramRecord.CODEC.encode(
        ProgramRecords.of(journal.pool(), 0, start, Evidence.start(), ModelKind.SIMULATED));
  }
}
