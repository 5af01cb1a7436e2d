package dev.ascent.pipeline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pause;
import dev.ascent.core.pool.PauseKind;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.core.text.Digest;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.account.CountedExamples;
import dev.ascent.pipeline.account.ExampleFate;
import dev.ascent.pipeline.journal.JournalRecord;
import dev.ascent.pipeline.minibatch.FreshMinibatch;
import dev.ascent.pipeline.pool.LeaseRequest;
import dev.ascent.pipeline.pool.PoolInput;
import dev.ascent.testing.HarnessSettings;
import dev.ascent.testing.PoolJournal;
import dev.ascent.testing.TaskBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanFunctionTest {
  private static final String TASK = "tickets";
  private static final int EXAMPLES = 8;
  private static final int SIZE = 4;

  /** Two samples of each example, and one of each of three candidates. */
  private static final int ROLLOUTS = SIZE * (2 + 3);

  private PoolJournal journal = PoolJournal.empty(TASK, "run-1");

  private KeyedTwoInputStreamOperatorTestHarness<String, FreshMinibatch, JournalRecord, Manifest>
      plan;

  @BeforeEach
  void open() throws Exception {
    plan = harness("run-1", 4_096);
    plan.open();
  }

  @AfterEach
  void close() throws Exception {
    plan.close();
  }

  @Test
  void waitsForAllOfItsDataset() throws Exception {
    read(journal.open(bounded(1)));
    examples(0, EXAMPLES - 1);
    assertThat(asked()).isEmpty();

    examples(EXAMPLES - 1, EXAMPLES);

    assertThat(asked()).hasSize(1);
    assertThat(asked().get(0).examples()).isEqualTo(SIZE);
  }

  @Test
  void whatBecameKnownOfAnExampleReplacesItAndCountsForNothing() throws Exception {
    read(journal.open(bounded(1)));
    examples(0, EXAMPLES - 1);
    update("e0", "e" + EXAMPLES);
    assertThat(asked()).isEmpty();

    examples(EXAMPLES - 1, EXAMPLES);
    Set<String> drawn = new HashSet<>();
    for (int i = 0; i < EXAMPLES / SIZE; i++) {
      read(journal.settle(leaseNext()));
      for (Example example : lastSent().minibatch().examples()) {
        assertThat(drawn.add(example.id())).isTrue();
        assertThat(example.expected()).containsEntry("team", example.id().equals("e0") ? "y" : "x");
      }
    }
    assertThat(drawn).hasSize(EXAMPLES).doesNotContain("e" + EXAMPLES);
  }

  @Test
  void sendsNothingBeforeItsLeaseIsReadBack() throws Exception {
    read(journal.open(bounded(1)));
    examples(0, EXAMPLES);
    assertThat(sent()).isEmpty();

    read(journal.lease(asked().get(0).minibatch(), ROLLOUTS));

    assertThat(sent()).hasSize(1);
    assertThat(sent().get(0).id()).isEqualTo(asked().get(0).minibatch());
    assertThat(sent().get(0).lease().rollouts()).isEqualTo(ROLLOUTS);
    assertThat(sent().get(0).minibatch().examples()).hasSize(SIZE);
  }

  @Test
  void cutsAMinibatchToWhatItsLeasePaysFor() throws Exception {
    read(journal.open(bounded(1)));
    examples(0, EXAMPLES);

    read(journal.lease(asked().get(0).minibatch(), ROLLOUTS / 2));

    assertThat(sent().get(0).minibatch().examples()).hasSize(SIZE / 2);
  }

  @Test
  void asksNothingOfAPoolThatAnotherRunOwns() throws Exception {
    read(journal.writtenBy("run-0").open(bounded(1)));
    examples(0, EXAMPLES);

    assertThat(asked()).isEmpty();
  }

  @Test
  void hasOneMinibatchUnderWayWhereOneIsTheLimit() throws Exception {
    read(journal.open(bounded(1)));
    examples(0, EXAMPLES);
    String first = leaseNext();
    assertThat(distinctAsked()).containsExactly(first);

    read(journal.settle(first));

    assertThat(distinctAsked()).hasSize(2);
  }

  @Test
  void hasThreeMinibatchesUnderWayWhereThreeAreTheLimit() throws Exception {
    read(journal.open(bounded(3)));
    examples(0, EXAMPLES);

    String first = leaseNext();
    leaseNext();
    leaseNext();
    assertThat(sent()).hasSize(3);
    assertThat(distinctAsked()).hasSize(3);

    read(journal.settle(first));
    assertThat(distinctAsked()).hasSize(4);
  }

  @Test
  void sendsNoMoreThanItsCreditsAllow() throws Exception {
    plan.close();
    plan = harness("run-1", ROLLOUTS + 1);
    plan.open();
    read(journal.open(bounded(3)));
    examples(0, EXAMPLES);
    String first = leaseNext();
    leaseNext();
    plan.setProcessingTime(10_000);
    assertThat(sent()).hasSize(1);

    read(journal.settle(first));

    assertThat(sent()).hasSize(2);
  }

  @Test
  void forgetsMinibatchesWhoseLeasesAreForfeited() throws Exception {
    read(journal.open(bounded(1)));
    examples(0, EXAMPLES);
    leaseNext();

    read(journal.write(new Change.Owned("run-1", 0)));

    assertThat(distinctAsked()).hasSize(2);
  }

  @Test
  void asksForNothingWhileItsTaskIsPaused() throws Exception {
    read(journal.open(bounded(1)));
    read(journal.write(Pause.of(PauseKind.COMMAND, "test").change()));
    examples(0, EXAMPLES);
    assertThat(asked()).isEmpty();

    read(journal.write(new Change.Resumed()));

    assertThat(asked()).hasSize(1);
  }

  @Test
  void learnsFromAStreamAsItComes() throws Exception {
    read(journal.open(TaskBuilder.simba().minibatchSize(SIZE).candidates(2).build()));

    examples(0, 3);

    assertThat(asked()).hasSize(1);
    assertThat(asked().get(0).examples()).isEqualTo(3);
  }

  @Test
  void countsTheExamplesThatMakeRoomBeforeTheyWereDrawn() throws Exception {
    int kept = HarnessSettings.of("run-1").replayLimit();
    read(journal.open(TaskBuilder.simba().minibatchSize(SIZE).candidates(2).build()));
    examples(0, SIZE);
    leaseNext();

    examples(SIZE, SIZE + kept + 3);

    // The four of the minibatch under way are given up first, as they were drawn.
    assertThat(plan.getSideOutput(PlanFunction.GIVEN_UP))
        .extracting(StreamRecord::getValue)
        .containsExactly(new CountedExamples(TASK, ExampleFate.GIVEN_UP, 3));
  }

  @Test
  void selectsInChunksThatTogetherAreAllExamples() throws Exception {
    plan.close();
    plan = harness("run-1", 24);
    plan.open();
    read(journal.open(bounded(3)));
    String start = journal.pool().start();
    read(journal.write(new Change.Entered(Phase.SELECTING, List.of(start))));
    examples(0, EXAMPLES);

    for (int i = 0; i < 3; i++) {
      read(journal.lease(lastAsked().minibatch(), lastAsked().examples()));
      read(journal.settle(lastSent().id()));
    }

    assertThat(sent())
        .extracting(manifest -> manifest.minibatch().purpose())
        .containsOnly(Minibatch.Purpose.SELECTION);
    assertThat(sent())
        .extracting(manifest -> manifest.minibatch().following())
        .containsExactly(5, 2, 0);
    assertThat(sent().stream().flatMap(manifest -> manifest.minibatch().exampleIds().stream()))
        .hasSize(EXAMPLES)
        .doesNotHaveDuplicates();
  }

  @Test
  void anAttemptSendsNothingUnderTheLeasesOfTheOneBefore() throws Exception {
    read(journal.open(bounded(1)));
    examples(0, EXAMPLES);
    String waiting = asked().get(0).minibatch();
    restoreAs("run-1@2");

    read(journal.lease(waiting, ROLLOUTS));
    read(journal.lease("m3-1", ROLLOUTS));
    plan.setProcessingTime(60_000);

    assertThat(sent()).isEmpty();
    assertThat(asked()).isEmpty();
  }

  @Test
  void anAttemptThatTookOverBeginsWithAnotherMinibatch() throws Exception {
    read(journal.open(bounded(1)));
    examples(0, EXAMPLES);
    String lost = leaseNext();
    restoreAs("run-1@2");

    journal = journal.writtenBy("run-1@2");
    read(journal.write(new Change.Owned("run-1@2", 0)));
    String next = leaseNext();

    assertThat(next).isNotEqualTo(lost);
    assertThat(sent()).extracting(Manifest::id).containsExactly(next);
    assertThat(sent()).extracting(Manifest::owner).containsExactly("run-1@2");
  }

  @Test
  void aRetiredTaskKeepsNoExamplesAndReturnsItsCredits() throws Exception {
    plan.close();
    plan = harness("run-1", ROLLOUTS);
    plan.open();
    read(journal.open(bounded(1)));
    examples(0, EXAMPLES);
    String first = leaseNext();

    read(journal.write(new Change.Retired()));
    read(journal.settle(first));
    assertThat(plan.numKeyedStateEntries()).as("its pool alone").isEqualTo(1);

    read(journal.write(new Change.Defined(bounded(1))));
    examples(0, EXAMPLES);
    leaseNext();
    assertThat(sent()).hasSize(2);
  }

  @Test
  void aForgottenExampleIsNotDrawnAnyMoreAndDoesNotComeBack() throws Exception {
    read(journal.open(TaskBuilder.simba().minibatchSize(SIZE).candidates(2).build()));
    examples(0, SIZE);
    read(journal.write(forgotten("e1")));

    examples(1, 2);
    update("e1");
    leaseNext();

    assertThat(lastSent().minibatch().exampleIds()).containsExactly("e0", "e2", "e3");
  }

  @Test
  void aMinibatchThatWaitsWithForgottenExamplesAloneIsDropped() throws Exception {
    read(journal.open(TaskBuilder.simba().minibatchSize(SIZE).candidates(2).build()));
    examples(0, 1);
    assertThat(asked()).hasSize(1);
    read(journal.write(forgotten("e0")));

    examples(1, SIZE);
    leaseNext();

    assertThat(lastSent().minibatch().exampleIds()).containsExactly("e1", "e2", "e3");
  }

  private static Change forgotten(String record) {
    return new Change.Forgotten(List.of(Digest.of(record)), List.of());
  }

  @Test
  void aRetiredTaskTakesNoExamples() throws Exception {
    read(journal.open(bounded(1)));
    read(journal.write(new Change.Retired()));

    examples(0, EXAMPLES);

    assertThat(plan.numKeyedStateEntries()).as("its pool alone").isEqualTo(1);
  }

  private void restoreAs(String owner) throws Exception {
    OperatorSubtaskState checkpoint = plan.snapshot(1, 0);
    plan.close();
    plan = harness(owner, 4_096);
    plan.initializeState(checkpoint);
    plan.open();
  }

  private static TaskDefinition bounded(int mostInFlight) {
    return TaskBuilder.simba()
        .minibatchSize(SIZE)
        .candidates(2)
        .dataset(EXAMPLES, 0)
        .maxInflightMinibatches(mostInFlight)
        .build();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, FreshMinibatch, JournalRecord, Manifest>
      harness(String owner, int credits) throws Exception {
    AscentSettings settings = HarnessSettings.of(owner).withAsyncCapacity(credits);
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new KeyedCoProcessOperator<>(new PlanFunction(settings)),
        FreshMinibatch::task,
        JournalRecord::task,
        Types.STRING);
  }

  private void read(JournalRecord entry) throws Exception {
    plan.processElement2(new StreamRecord<>(entry));
  }

  private void examples(int from, int to) throws Exception {
    List<Example> examples =
        IntStream.range(from, to)
            .mapToObj(
                i -> Example.labelled("e" + i, Map.of("ticket", "t" + i), Map.of("team", "x")))
            .toList();
    plan.processElement1(new StreamRecord<>(new FreshMinibatch(TASK, examples, List.of())));
  }

  private void update(String... ids) throws Exception {
    List<Example> updates =
        Stream.of(ids)
            .map(id -> Example.labelled(id, Map.of("ticket", "t"), Map.of("team", "y")))
            .toList();
    plan.processElement1(new StreamRecord<>(new FreshMinibatch(TASK, List.of(), updates)));
  }

  /** Grants what was asked for last; the id of its minibatch. */
  private String leaseNext() throws Exception {
    String minibatch = lastAsked().minibatch();
    read(journal.lease(minibatch, ROLLOUTS));
    return minibatch;
  }

  private List<LeaseRequest> asked() {
    Collection<StreamRecord<PoolInput>> asked = plan.getSideOutput(PlanFunction.TO_POOL);
    List<LeaseRequest> requests = new ArrayList<>();
    if (asked != null) {
      asked.forEach(record -> requests.add(record.getValue().lease()));
    }
    return requests;
  }

  private List<String> distinctAsked() {
    return asked().stream().map(LeaseRequest::minibatch).distinct().toList();
  }

  private LeaseRequest lastAsked() {
    return asked().get(asked().size() - 1);
  }

  private List<Manifest> sent() {
    return plan.extractOutputValues();
  }

  private Manifest lastSent() {
    return sent().get(sent().size() - 1);
  }
}
