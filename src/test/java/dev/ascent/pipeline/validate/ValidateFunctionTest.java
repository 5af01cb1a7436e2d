package dev.ascent.pipeline.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.budget.Lease;
import dev.ascent.core.pool.Change;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.admit.AdmittedExample;
import dev.ascent.pipeline.journal.JournalRecord;
import dev.ascent.pipeline.rollout.RolloutRequest;
import dev.ascent.testing.PoolJournal;
import dev.ascent.testing.TaskBuilder;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
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

class ValidateFunctionTest {
  private static final int HOLDOUT = 5;

  private final TaskDefinition bounded = TaskBuilder.ascent().dataset(20, HOLDOUT).build();
  private final TaskDefinition stream = TaskBuilder.ascent().build();
  private final Program challenger =
      bounded
          .startProgram()
          .withPredictor(
              "route", route -> route.withRule(new Rule("Invoices go to billing.", List.of("e1"))));
  private final PoolJournal journal = PoolJournal.empty("tickets", "run-1");

  private KeyedTwoInputStreamOperatorTestHarness<
          String, AdmittedExample, JournalRecord, RolloutRequest>
      validate;

  @BeforeEach
  void open() throws Exception {
    validate = harness();
    validate.open();
  }

  @AfterEach
  void close() throws Exception {
    validate.close();
  }

  @Test
  void runsBothProgramsOnEachExampleOfARound() throws Exception {
    begin(bounded);
    examples(0, HOLDOUT);

    read(round(attempt(), 2));

    assertThat(validate.extractOutputValues()).hasSize(4);
    assertThat(validate.extractOutputValues())
        .extracting(request -> request.key().example() + " " + request.key().program())
        .containsExactlyInAnyOrder(
            "h0 " + challenger.id(),
            "h0 " + bounded.startProgram().id(),
            "h1 " + challenger.id(),
            "h1 " + bounded.startProgram().id());
    assertThat(openings()).extracting(RoundOpening::pairs).containsExactly(2);
    assertThat(openings()).extracting(RoundOpening::exhausted).containsExactly(false);
  }

  @Test
  void waitsForAllOfABoundedTasksHoldout() throws Exception {
    begin(bounded);
    examples(0, HOLDOUT - 1);
    read(round(attempt(), 2));
    assertThat(openings()).isEmpty();

    examples(HOLDOUT - 1, HOLDOUT);

    assertThat(openings()).hasSize(1);
  }

  @Test
  void waitsForSoManyExamplesOfAStreamAsItsRoundWants() throws Exception {
    begin(stream);
    read(round(attempt(), 2));
    examples(0, 1);
    assertThat(openings()).isEmpty();

    examples(1, 2);

    assertThat(openings()).hasSize(1);
  }

  @Test
  void aRoundTakesExamplesThatItsAttemptHasNotSeen() throws Exception {
    begin(bounded);
    examples(0, HOLDOUT);
    Attempt first = attempt();
    read(round(first, 3));
    read(journal.settle(first.roundId()));

    read(round(first.next(List.of(0.0, 0.0, 0.0), 0, 3), 3));

    assertThat(openings()).extracting(RoundOpening::pairs).containsExactly(3, 2);
    assertThat(openings()).extracting(RoundOpening::exhausted).containsExactly(false, true);
    assertThat(validate.extractOutputValues().stream().map(request -> request.key().example()))
        .hasSize(2 * HOLDOUT)
        .containsOnly("h0", "h1", "h2", "h3", "h4");
  }

  @Test
  void aNewAttemptMayTakeTheSameExamplesAgain() throws Exception {
    begin(stream);
    examples(0, 2);
    Attempt first = attempt();
    read(round(first, 2));
    read(journal.settle(first.roundId()));

    Attempt second = Attempt.open("second", first.challenger(), first.champion(), 0.05, 0, 2);
    read(round(second, 2));

    assertThat(openings()).extracting(RoundOpening::attempt).containsExactly("first", "second");
  }

  @Test
  void sendsARoundOnceAndNothingWithoutALease() throws Exception {
    begin(stream);
    examples(0, 4);
    read(journal.write(new Change.Attempted(attempt(), true, 0)));
    assertThat(openings()).isEmpty();

    read(journal.lease(attempt().roundId(), 4));
    examples(4, 6);

    assertThat(openings()).hasSize(1);
  }

  @Test
  void sendsNothingForAPoolThatAnotherRunOwns() throws Exception {
    begin(stream);
    examples(0, 4);
    PoolJournal next = journal.writtenBy("run-2");
    read(next.write(new Change.Owned("run-2", 0)));

    read(
        next.write(
            new Change.Attempted(attempt(), true, 0),
            new Change.Leased(new Lease(attempt().roundId(), 4, 1))));

    assertThat(openings()).isEmpty();
  }

  @Test
  void aRunThatMissedRoundsOfAFileGoesOnBehindThem() throws Exception {
    begin(bounded);
    Attempt first = attempt();
    read(round(first, 3));
    read(journal.settle(first.roundId()));
    validate.close();
    validate = harness();
    validate.open();
    PoolJournal again = PoolJournal.empty("tickets", "run-1");
    read(again.open(bounded));
    read(again.write(new Change.Joined(challenger, List.of(1.0))));
    examples(0, HOLDOUT);

    Attempt next = first.next(List.of(0.0, 0.0), 1, 3);
    read(round(again, next, 3));

    assertThat(openings()).extracting(RoundOpening::pairs).containsExactly(2);
    assertThat(validate.extractOutputValues())
        .extracting(request -> request.key().example())
        .containsOnly("h3", "h4");
  }

  @Test
  void aRestoredRunLeavesRoundsAloneThatWereSettledBeforeTheCrash() throws Exception {
    begin(bounded);
    examples(0, HOLDOUT);
    restore();

    Attempt first = attempt();
    read(round(first, 2));
    read(journal.settle(first.roundId()));
    read(round(first.next(List.of(0.0, 0.0), 0, 2), 2));
    assertThat(openings()).isEmpty();
    validate.setProcessingTime(60_000);

    assertThat(openings()).extracting(RoundOpening::number).containsExactly(2);
    assertThat(validate.extractOutputValues())
        .extracting(request -> request.key().example())
        .containsOnly("h2", "h3");
  }

  @Test
  void aStreamsTestEndsWhereNobodyKnowsWhichExamplesHaveServed() throws Exception {
    begin(stream);
    examples(0, 8);
    restore();

    Attempt first = attempt();
    read(round(first, 2));
    read(journal.settle(first.roundId()));
    read(round(first.next(List.of(0.0, 0.0), 0, 2), 2));
    validate.setProcessingTime(60_000);

    assertThat(openings()).extracting(RoundOpening::pairs).containsExactly(0);
    assertThat(openings()).extracting(RoundOpening::exhausted).containsExactly(true);
    assertThat(validate.extractOutputValues()).isEmpty();
  }

  private void restore() throws Exception {
    OperatorSubtaskState checkpoint = validate.snapshot(1, 0);
    validate.close();
    validate = harness();
    validate.initializeState(checkpoint);
    validate.open();
  }

  private void begin(TaskDefinition definition) throws Exception {
    read(journal.open(definition));
    read(journal.write(new Change.Joined(challenger, List.of(1.0))));
  }

  private Attempt attempt() {
    return Attempt.open("first", challenger.id(), bounded.startProgram().id(), 0.05, 0, 2);
  }

  private JournalRecord round(Attempt attempt, int pairs) {
    return round(journal, attempt, pairs);
  }

  private static JournalRecord round(PoolJournal journal, Attempt attempt, int pairs) {
    return journal.write(
        new Change.Attempted(attempt, attempt.round() == 1, 0),
        new Change.Leased(new Lease(attempt.roundId(), 2 * pairs, 1)));
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, AdmittedExample, JournalRecord, RolloutRequest>
      harness() throws Exception {
    AscentSettings settings = AscentSettings.of("run-1", 1, ModelKind.SIMULATED);
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new KeyedCoProcessOperator<>(new ValidateFunction(settings)),
        AdmittedExample::task,
        JournalRecord::task,
        Types.STRING);
  }

  private void read(JournalRecord entry) throws Exception {
    validate.processElement2(new StreamRecord<>(entry));
  }

  private void examples(int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      Example example = Example.labelled("h" + i, Map.of("ticket", "t" + i), Map.of("team", "x"));
      validate.processElement1(
          new StreamRecord<>(new AdmittedExample("tickets", example, 16, 1_000)));
    }
  }

  private List<RoundOpening> openings() {
    Collection<StreamRecord<RoundElement>> opened =
        validate.getSideOutput(ValidateFunction.OPENINGS);
    List<RoundOpening> openings = new ArrayList<>();
    if (opened != null) {
      opened.forEach(record -> openings.add(record.getValue().opening()));
    }
    return openings;
  }
}
