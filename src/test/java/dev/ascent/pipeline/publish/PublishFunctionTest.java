package dev.ascent.pipeline.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ascent.core.pool.Change;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.SigningKeySource;
import dev.ascent.pipeline.journal.JournalRecord;
import dev.ascent.pipeline.kafka.OutgoingRecord;
import dev.ascent.testing.HarnessSettings;
import dev.ascent.testing.PoolJournal;
import dev.ascent.testing.TaskBuilder;
import dev.ascent.wire.program.ProgramRecord;
import dev.ascent.wire.signature.SigningKey;
import dev.ascent.wire.signature.TrustedKeys;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublishFunctionTest {
  private static final String TASK = "tickets";
  private static final SigningKey KEY = SigningKey.generate();

  private final TaskDefinition definition = TaskBuilder.ascent().build();
  private final Program better =
      definition
          .startProgram()
          .withPredictor(
              "route", route -> route.withRule(new Rule("Invoices: billing.", List.of("e1"))));
  private final PoolJournal journal = PoolJournal.empty(TASK, "run-1");

  private KeyedTwoInputStreamOperatorTestHarness<
          String, JournalRecord, PublishedEpoch, OutgoingRecord>
      publish;

  @BeforeEach
  void open() throws Exception {
    publish = harness("run-1");
    publish.open();
  }

  @AfterEach
  void close() throws Exception {
    publish.close();
  }

  @Test
  void publishesTheStartAndEveryPromotion() throws Exception {
    read(journal.open(definition));
    promote();

    assertThat(published()).extracting(ProgramRecord::epoch).containsExactly(0L, 1L);
    assertThat(published())
        .extracting(ProgramRecord::id)
        .containsExactly(definition.startProgram().id(), better.id());
  }

  @Test
  void publishesAnEpochOnce() throws Exception {
    read(journal.open(definition));
    read(journal.lease("m1", 8));
    read(journal.settle("m1"));
    readBack(0);

    assertThat(published()).hasSize(1);
  }

  @Test
  void publishesNothingBeforeItsRunOwnsTheTask() throws Exception {
    publish.close();
    publish = harness("run-2");
    publish.open();
    read(journal.open(definition));
    assertThat(published()).isEmpty();

    read(journal.writtenBy("run-2").write(new Change.Owned("run-2", 0)));

    assertThat(published()).extracting(ProgramRecord::epoch).containsExactly(0L);
  }

  @Test
  void skipsWhatIsOutAlready() throws Exception {
    readBack(0);
    readBack(1);
    read(journal.open(definition));
    promote();

    assertThat(published()).isEmpty();
  }

  @Test
  void writesTheHighestEpochAgainWhenALowerOneLandsAfterIt() throws Exception {
    read(journal.open(definition));
    promote();
    readBack(0);
    readBack(1);
    int before = published().size();

    readBack(0);

    assertThat(published().subList(before, published().size()))
        .extracting(ProgramRecord::epoch)
        .containsExactly(1L);
  }

  @Test
  void writesTheHighestEpochAgainOnceItsRunOwnsTheTask() throws Exception {
    publish.close();
    publish = harness("run-2");
    publish.open();
    readBack(1);
    readBack(0);
    read(journal.open(definition));
    promote();
    assertThat(published()).isEmpty();

    PoolJournal next = journal.writtenBy("run-2");
    read(next.write(new Change.Owned("run-2", 0)));
    read(next.lease("m1", 8));

    assertThat(published()).extracting(ProgramRecord::epoch).containsExactly(1L);
  }

  @Test
  void withoutAKeyNothingIsSigned() throws Exception {
    read(journal.open(definition));

    assertThat(publish.extractOutputValues().get(0).signature()).isNull();
  }

  @Test
  void withAKeyEveryProgramIsSigned() throws Exception {
    openSigning();
    read(journal.open(definition));
    promote();

    assertThat(publish.extractOutputValues())
        .hasSize(2)
        .allSatisfy(
            record ->
                assertThat(
                        new TrustedKeys(List.of(KEY.publicKey()))
                            .problem(record.signature(), TASK, record.value()))
                    .isEmpty());
  }

  @Test
  void theChampionIsWrittenAgainAfterAForgedRecord() throws Exception {
    openSigning();
    read(journal.open(definition));
    promote();
    readBack(1);

    readForged();

    assertThat(published()).extracting(ProgramRecord::epoch).containsExactly(0L, 1L, 1L);
  }

  @Test
  void aForgedRecordThatIsReadBeforeTheTakeoverHidesNoProgram() throws Exception {
    publish.close();
    publish = harness(signing("run-2"));
    publish.open();
    read(journal.open(definition));
    readBack(0);
    readForged();
    assertThat(published()).isEmpty();

    read(journal.writtenBy("run-2").write(new Change.Owned("run-2", 0)));

    assertThat(published()).extracting(ProgramRecord::epoch).containsExactly(0L);
  }

  @Test
  void aKeyThatIsMissingFailsTheStageWhenItOpens() throws Exception {
    publish.close();
    publish =
        harness(HarnessSettings.of("run-1").withSigningKey(SigningKeySource.of("/none/key.pem")));

    assertThatThrownBy(publish::open)
        .hasStackTraceContaining("there is no signing key at /none/key.pem");
  }

  private void openSigning() throws Exception {
    publish.close();
    publish = harness(signing("run-1"));
    publish.open();
  }

  private static AscentSettings signing(String owner) {
    return HarnessSettings.of(owner).withSigningKey(() -> Optional.of(KEY));
  }

  private void readForged() throws Exception {
    publish.processElement2(new StreamRecord<>(PublishedEpoch.forged(TASK)));
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, JournalRecord, PublishedEpoch, OutgoingRecord>
      harness(String owner) throws Exception {
    return harness(HarnessSettings.of(owner));
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, JournalRecord, PublishedEpoch, OutgoingRecord>
      harness(AscentSettings settings) throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new KeyedCoProcessOperator<>(new PublishFunction(settings)),
        JournalRecord::task,
        PublishedEpoch::task,
        Types.STRING);
  }

  private void promote() throws Exception {
    read(journal.write(new Change.Joined(better, List.of(1.0))));
    read(journal.write(new Change.Promoted(1, better.id(), Evidence.start())));
  }

  private void read(JournalRecord entry) throws Exception {
    publish.processElement1(new StreamRecord<>(entry));
  }

  private void readBack(long epoch) throws Exception {
    publish.processElement2(new StreamRecord<>(new PublishedEpoch(TASK, epoch)));
  }

  private List<ProgramRecord> published() {
    return publish.extractOutputValues().stream()
        .map(record -> ProgramRecord.CODEC.decode(record.value()).orThrow())
        .toList();
  }
}
