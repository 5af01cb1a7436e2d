package dev.ascent.pipeline.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pool;
import dev.ascent.pipeline.account.CountedExamples;
import dev.ascent.pipeline.account.ExampleFate;
import dev.ascent.pipeline.kafka.OutgoingRecord;
import dev.ascent.testing.HarnessSettings;
import dev.ascent.testing.PoolJournal;
import dev.ascent.testing.TaskBuilder;
import dev.ascent.wire.record.ExamplesRecord;
import dev.ascent.wire.record.ForgottenRecord;
import dev.ascent.wire.record.StatusRecord;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusFunctionTest {
  private static final String TASK = "tickets";

  private PoolJournal journal = PoolJournal.empty(TASK, "run-1");

  private KeyedTwoInputStreamOperatorTestHarness<String, Pool, CountedExamples, OutgoingRecord>
      status;

  @BeforeEach
  void open() throws Exception {
    status = harness("run-1");
    status.open();
  }

  @AfterEach
  void close() throws Exception {
    status.close();
  }

  @Test
  void tellsWhatBecameOfExamplesWithThePool() throws Exception {
    count(ExampleFate.RECEIVED, 10);
    count(ExampleFate.TRAINING, 5);
    count(ExampleFate.HOLDOUT, 2);
    count(ExampleFate.DUPLICATE, 1);
    count(ExampleFate.EXCESS, 1);
    count(ExampleFate.GIVEN_UP, 3);

    begin();

    assertThat(told()).hasSize(1);
    assertThat(last().examples()).isEqualTo(new ExamplesRecord(10, 5, 2, 1, 1, 0, 1, 3));
  }

  @Test
  void tellsHowMuchIsForgotten() throws Exception {
    begin();
    assertThat(last().forgotten()).isNull();
    journal.write(new Change.Forgotten(List.of("ab12", "cd34"), List.of("ef56")));

    status.processElement1(new StreamRecord<>(journal.pool()));

    assertThat(last().forgotten()).isEqualTo(new ForgottenRecord(2, 1));
  }

  @Test
  void tellsCountsThatChangeWhileNothingIsDecided() throws Exception {
    begin();
    count(ExampleFate.RECEIVED, 2);
    count(ExampleFate.REJECTED, 2);
    assertThat(told()).hasSize(1);

    status.setProcessingTime(1_000);

    assertThat(told()).hasSize(2);
    assertThat(last().examples()).isEqualTo(new ExamplesRecord(2, 0, 0, 0, 0, 2, 0, 0));
    assertThat(last().phase()).isEqualTo(StatusRecord.Phase.SEARCHING);
    status.setProcessingTime(60_000);
    assertThat(told()).hasSize(2);
  }

  @Test
  void keepsTheCountsOfExamplesThatCameBeforeTheirTask() throws Exception {
    count(ExampleFate.RECEIVED, 1);
    begin();

    status.setProcessingTime(600_000);
    count(ExampleFate.TRAINING, 1);
    status.setProcessingTime(601_000);

    assertThat(last().examples()).isEqualTo(new ExamplesRecord(1, 1, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void forgetsTheCountsOfATaskThatNobodyDefines() throws Exception {
    count(ExampleFate.RECEIVED, 1);
    count(ExampleFate.REJECTED, 1);

    status.setProcessingTime(3_600_000);

    assertThat(told()).isEmpty();
    assertThat(status.numKeyedStateEntries()).isZero();
    assertThat(status.numProcessingTimeTimers()).isZero();
  }

  @Test
  void goesOnCountingAfterARestore() throws Exception {
    begin();
    count(ExampleFate.RECEIVED, 2);
    OperatorSubtaskState checkpoint = status.snapshot(1, 0);
    status.close();
    status = harness("run-1");
    status.initializeState(checkpoint);
    status.open();

    count(ExampleFate.TRAINING, 2);
    status.setProcessingTime(1_000);

    assertThat(last().examples()).isEqualTo(new ExamplesRecord(2, 2, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void leavesTheCountsOfATaskToTheRunThatOwnsIt() throws Exception {
    begin();
    journal = journal.writtenBy("run-2");
    journal.write(new Change.Owned("run-2", 0));
    status.processElement1(new StreamRecord<>(journal.pool()));
    count(ExampleFate.RECEIVED, 1);

    status.setProcessingTime(3_600_000);

    assertThat(told()).hasSize(2);
    assertThat(last().examples()).isNull();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, Pool, CountedExamples, OutgoingRecord>
      harness(String run) throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new KeyedCoProcessOperator<>(new StatusFunction(HarnessSettings.of(run))),
        Pool::task,
        CountedExamples::task,
        Types.STRING);
  }

  private void begin() throws Exception {
    journal.open(TaskBuilder.ascent().build());
    status.processElement1(new StreamRecord<>(journal.pool()));
  }

  private void count(ExampleFate fate, int count) throws Exception {
    status.processElement2(new StreamRecord<>(new CountedExamples(TASK, fate, count)));
  }

  private List<StatusRecord> told() {
    return status.extractOutputValues().stream()
        .map(record -> StatusRecord.CODEC.decode(record.value()).orThrow())
        .toList();
  }

  private StatusRecord last() {
    return told().get(told().size() - 1);
  }
}
