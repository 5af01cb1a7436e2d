package dev.ascent.pipeline.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pause;
import dev.ascent.core.pool.PauseKind;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Feedback;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.core.text.Digest;
import dev.ascent.pipeline.admit.AdmittedExample;
import dev.ascent.pipeline.journal.JournalRecord;
import dev.ascent.pipeline.pool.LeaseRequest;
import dev.ascent.pipeline.pool.PoolInput;
import dev.ascent.pipeline.rollout.RolloutRequest;
import dev.ascent.testing.HarnessSettings;
import dev.ascent.testing.PoolJournal;
import dev.ascent.testing.TaskBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchFunctionTest {
  private static final String TASK = "tickets";
  private static final int BATCH = 16;
  private static final long WAIT_MILLIS = 1_000;
  private static final TaskDefinition STREAM = TaskBuilder.ascent().build();

  private PoolJournal journal = PoolJournal.empty(TASK, "run-1");

  private KeyedTwoInputStreamOperatorTestHarness<
          String, AdmittedExample, JournalRecord, RolloutRequest>
      watch;

  @BeforeEach
  void open() throws Exception {
    watch = harness("run-1");
    watch.open();
  }

  @AfterEach
  void close() throws Exception {
    watch.close();
  }

  @Test
  void aFullBatchIsAskedForAndSentOnceItsLeaseIsReadBack() throws Exception {
    read(journal.open(STREAM));
    drawn(0, BATCH - 1);
    assertThat(asked()).isEmpty();
    drawn(BATCH - 1, BATCH);

    assertThat(asked()).hasSize(1);
    assertThat(asked().get(0).purpose()).isEqualTo(Minibatch.Purpose.LIVE);
    assertThat(asked().get(0).examples()).isEqualTo(BATCH);
    assertThat(sent()).isEmpty();
    leaseNext(BATCH);

    assertThat(sent()).hasSize(BATCH);
    assertThat(sent()).allSatisfy(r -> assertThat(r.program().id()).isEqualTo(champion()));
    assertThat(openings()).hasSize(1);
    assertThat(openings().get(0).rollouts()).isEqualTo(BATCH);
    assertThat(openings().get(0).epoch()).isZero();
  }

  @Test
  void whatIsNotFullIsSentAfterAWhile() throws Exception {
    read(journal.open(STREAM));
    drawn(0, 3);
    watch.setProcessingTime(WAIT_MILLIS - 1);
    assertThat(asked()).isEmpty();
    watch.setProcessingTime(WAIT_MILLIS);
    leaseNext(3);

    assertThat(sent()).extracting(r -> r.example().id()).containsExactly("e0", "e1", "e2");
  }

  @Test
  void oneBatchIsUnderWayAtATime() throws Exception {
    read(journal.open(STREAM));
    drawn(0, BATCH);
    String first = leaseNext(BATCH);
    drawn(BATCH, 2 * BATCH);
    read(journal.write(new Change.Led(champion())));
    assertThat(asked()).extracting(LeaseRequest::minibatch).containsOnly(first);

    read(journal.write(new Change.Watched(0, List.of(1.0), List.of())));

    assertThat(asked().get(asked().size() - 1).minibatch()).isNotEqualTo(first);
    leaseNext(BATCH);
    assertThat(sent()).hasSize(2 * BATCH);
  }

  @Test
  void aPoolIsNotAskedTwice() throws Exception {
    read(journal.open(STREAM));
    drawn(0, 3 * BATCH);

    assertThat(asked()).hasSize(1);
    read(journal.write(new Change.Led(champion())));
    assertThat(asked()).hasSize(2);
  }

  @Test
  void aSmallerLeaseSendsFewerAndTheRestWaits() throws Exception {
    read(journal.open(STREAM));
    drawn(0, BATCH);
    leaseNext(4);
    assertThat(sent()).hasSize(4);

    read(journal.write(new Change.Watched(0, List.of(1.0), List.of())));
    watch.setProcessingTime(WAIT_MILLIS);
    leaseNext(BATCH);

    assertThat(sent()).hasSize(BATCH);
  }

  @Test
  void ofTooManyTheNewestAreKept() throws Exception {
    read(journal.open(STREAM));
    drawn(0, 100);
    leaseNext(BATCH);

    assertThat(sent().get(0).example().id()).isEqualTo("e" + (100 - 64));
  }

  @Test
  void whatWaitsForAnEarlierChampionIsDropped() throws Exception {
    read(journal.open(STREAM));
    drawn(0, BATCH);
    feedback("f", 0.5, null);
    Program other =
        journal
            .pool()
            .program(champion())
            .withPredictors(predictor -> predictor.withRule(new Rule("Be brief.", List.of("e0"))));
    read(
        journal.write(
            new Change.Joined(other, List.of()),
            new Change.Promoted(1, other.id(), Evidence.start())));
    drawn(BATCH, 2 * BATCH);
    leaseNext(BATCH);

    assertThat(sent()).extracting(r -> r.program().id()).containsOnly(other.id());
    assertThat(sent().get(0).example().id()).isEqualTo("e" + BATCH);
    assertThat(openings().get(0).logged()).isEmpty();
    assertThat(openings().get(0).epoch()).isEqualTo(1);
  }

  @Test
  void whatPeopleSaidOfTheChampionsAnswersGoesAlong() throws Exception {
    read(journal.open(STREAM));
    feedback("f1", 0.25, null);
    feedback("f2", 0.5, 0L);
    feedback("f3", 0.75, 9L);
    drawn(0, BATCH);
    leaseNext(BATCH);

    assertThat(openings().get(0).logged()).containsExactly(0.25, 0.5);
  }

  @Test
  void anUpdateOfADrawnExampleIsNotAnsweredAgain() throws Exception {
    read(journal.open(STREAM));
    for (int i = 0; i < BATCH; i++) {
      admit(example("e" + i, null, null), true, true);
    }

    assertThat(asked()).isEmpty();
  }

  @Test
  void itGoesOnWhileACapPausesTheSearchAndNotWhilePeopleDo() throws Exception {
    read(journal.open(STREAM));
    read(journal.write(Pause.of(PauseKind.CAP, "spent").change()));
    drawn(0, BATCH);
    assertThat(asked()).hasSize(1);

    read(journal.write(Pause.of(PauseKind.COMMAND, "lunch").change()));
    assertThat(asked()).hasSize(1);
  }

  @Test
  void anotherAttemptOfTheJobAsksUnderAnotherId() throws Exception {
    read(journal.open(STREAM));
    drawn(0, BATCH);
    String before = asked().get(0).minibatch();
    OperatorSubtaskState checkpoint = watch.snapshot(1, 0);
    watch.close();
    watch = harness("run-1@2");
    watch.initializeState(checkpoint);
    watch.open();
    journal = journal.writtenBy("run-1@2");
    read(journal.write(new Change.Owned("run-1@2", 0)));

    assertThat(leaseNext(BATCH)).isNotEqualTo(before);
    assertThat(sent()).hasSize(BATCH);
  }

  @Test
  void aRetiredTaskKeepsItsPoolAndWhatWasSentLast() throws Exception {
    read(journal.open(STREAM));
    feedback("f1", 0.25, null);
    drawn(0, BATCH);
    leaseNext(4);
    read(journal.write(new Change.Retired()));
    drawn(BATCH, 2 * BATCH);

    assertThat(watch.numKeyedStateEntries()).isEqualTo(2);
  }

  @Test
  void aLeaseForWhatWasDroppedSinceEndsWithNothingSent() throws Exception {
    read(journal.open(STREAM));
    drawn(0, BATCH);
    String batch = asked().get(0).minibatch();
    read(journal.write(new Change.Promoted(1, champion(), Evidence.start())));
    read(journal.lease(batch, BATCH));

    assertThat(sent()).isEmpty();
    assertThat(openings()).extracting(LiveOpening::rollouts).containsExactly(0);
  }

  private KeyedTwoInputStreamOperatorTestHarness<
          String, AdmittedExample, JournalRecord, RolloutRequest>
      harness(String owner) throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new KeyedCoProcessOperator<>(new WatchFunction(HarnessSettings.of(owner))),
        AdmittedExample::task,
        JournalRecord::task,
        Types.STRING);
  }

  @Test
  void whatIsForgottenIsNotAnswered() throws Exception {
    read(journal.open(STREAM));
    drawn(0, 3);
    read(journal.write(new Change.Forgotten(List.of(Digest.of("e1")), List.of())));
    drawn(1, 2);
    watch.setProcessingTime(WAIT_MILLIS);
    leaseNext(3);

    assertThat(sent()).extracting(r -> r.example().id()).containsExactly("e0", "e2");
  }

  private String champion() {
    return journal.pool().champion().program();
  }

  private void read(JournalRecord entry) throws Exception {
    watch.processElement2(new StreamRecord<>(entry));
  }

  private void drawn(int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      admit(example("e" + i, null, null), false, true);
    }
  }

  private void feedback(String id, double score, Long epoch) throws Exception {
    admit(example(id, new Feedback(score, ""), epoch), false, false);
  }

  private void admit(Example example, boolean update, boolean drawn) throws Exception {
    watch.processElement1(
        new StreamRecord<>(new AdmittedExample(TASK, example, BATCH, WAIT_MILLIS, update, drawn)));
  }

  private static Example example(String id, Feedback feedback, Long epoch) {
    return new Example(
        id, Map.of("ticket", "t"), Map.of("team", "x"), Map.of(), feedback, "", epoch);
  }

  private String leaseNext(int rollouts) throws Exception {
    String batch = asked().get(asked().size() - 1).minibatch();
    read(journal.lease(batch, rollouts));
    return batch;
  }

  private List<LeaseRequest> asked() {
    return side(watch.getSideOutput(WatchFunction.TO_POOL)).stream().map(PoolInput::lease).toList();
  }

  private List<LiveOpening> openings() {
    return side(watch.getSideOutput(WatchFunction.OPENINGS)).stream()
        .map(LiveElement::opening)
        .toList();
  }

  private static <T> List<T> side(Collection<StreamRecord<T>> records) {
    List<T> values = new ArrayList<>();
    if (records != null) {
      records.forEach(each -> values.add(each.getValue()));
    }
    return values;
  }

  private List<RolloutRequest> sent() {
    return watch.extractOutputValues();
  }
}
