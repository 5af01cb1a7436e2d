package dev.ascent.pipeline.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.budget.Lease;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pause;
import dev.ascent.core.pool.PauseKind;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.core.text.Digest;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.account.CountedExamples;
import dev.ascent.pipeline.account.ExampleFate;
import dev.ascent.pipeline.admit.AdmittedExample;
import dev.ascent.pipeline.journal.JournalRecord;
import dev.ascent.pipeline.rollout.RolloutRequest;
import dev.ascent.testing.HarnessSettings;
import dev.ascent.testing.PoolJournal;
import dev.ascent.testing.TaskBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ValidateFunctionTest {
  private static final int HOLDOUT = 5;

  private final TaskDefinition bounded = TaskBuilder.ascent().dataset(20, HOLDOUT).build();
  private final TaskDefinition stream = TaskBuilder.ascent().build();
  private final Program challenger =
      bounded
          .startProgram()
          .withPredictor(
              "route", route -> route.withRule(new Rule("Invoices go to billing.", List.of("e1"))));
  private PoolJournal journal = PoolJournal.empty("tickets", "run-1");

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
  void whatBecameKnownOfAnExampleIsWhatRunsNext() throws Exception {
    begin(stream);
    examples(0, 1);
    validate.processElement1(new StreamRecord<>(update(0)));
    validate.processElement1(new StreamRecord<>(update(1)));
    read(round(attempt(), 2));
    assertThat(openings()).as("an update of an example that it does not have is none").isEmpty();

    examples(1, 2);

    assertThat(validate.extractOutputValues())
        .extracting(request -> request.example().id() + " " + request.example().expected())
        .containsExactly("h0 {team=y}", "h0 {team=y}", "h1 {team=x}", "h1 {team=x}");
  }

  @Test
  void whatIsForgottenTestsNothing() throws Exception {
    begin(stream);
    examples(0, 2);
    read(journal.write(new Change.Forgotten(List.of(Digest.of("h1")), List.of())));
    examples(1, 2);
    read(round(attempt(), 2));
    assertThat(openings()).isEmpty();

    examples(2, 3);

    assertThat(requested()).containsOnly("h0", "h2");
  }

  @Test
  void examplesWithTheSameInputsAreOnePair() throws Exception {
    begin(stream);
    read(round(attempt(), 2));
    validate.processElement1(new StreamRecord<>(copy("a", "Where is it?")));
    validate.processElement1(new StreamRecord<>(copy("b", " where  is IT?")));
    assertThat(openings()).isEmpty();

    validate.processElement1(new StreamRecord<>(copy("c", "Something else.")));

    assertThat(requested()).containsOnly("a", "c");
  }

  @Test
  void aCopyOfAnExampleThatHasServedServesNoMore() throws Exception {
    begin(stream);
    validate.processElement1(new StreamRecord<>(copy("a", "Where is it?")));
    read(round(attempt(), 1));
    read(round(attempt().next(List.of(1.0), 0, 1), 1));
    restoreAs("run-1");
    validate.processElement1(new StreamRecord<>(copy("b", "where is it?")));
    assertThat(requested()).as("after the restore").isEmpty();

    validate.processElement1(new StreamRecord<>(copy("c", "Something else.")));

    assertThat(requested()).containsOnly("c");
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
  void aRoundThatIsPaidForIsRunWhileACapPausesItsTask() throws Exception {
    begin(stream);
    read(round(attempt(), 2));
    read(journal.write(Pause.of(PauseKind.CAP, "48 of 48 rollouts are spent").change()));

    examples(0, 2);

    assertThat(openings()).extracting(RoundOpening::pairs).containsExactly(2);
  }

  @Test
  void aRoundWithoutALeaseWaitsForTheEndOfACapsPause() throws Exception {
    begin(stream);
    read(
        journal.write(
            new Change.Attempted(attempt(), true, 0),
            Pause.of(PauseKind.CAP, "48 of 48 rollouts are spent").change()));

    examples(0, 2);

    assertThat(openings()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = PauseKind.class, mode = EnumSource.Mode.EXCLUDE, names = "CAP")
  void anyOtherPauseKeepsARoundWaiting(PauseKind kind) throws Exception {
    begin(stream);
    read(round(attempt(), 2));
    read(journal.write(Pause.of(kind, "a reason").change()));

    examples(0, 2);

    assertThat(openings()).isEmpty();
    read(journal.write(new Change.Resumed()));
    assertThat(openings()).hasSize(1);
  }

  @Test
  void aRoundThatLacksExamplesGoesOnceTheLastOfThemCame() throws Exception {
    begin(stream);
    examples(0, 1);
    read(round(attempt(), 4));
    examples(0, 3);
    assertThat(openings()).isEmpty();

    examples(2, 4);

    assertThat(openings()).extracting(RoundOpening::pairs).containsExactly(4);
  }

  @Test
  void countsTheExamplesThatMakeRoomBeforeTheyServed() throws Exception {
    reopen(3);
    begin(stream);
    examples(0, 5);

    assertThat(validate.getSideOutput(ValidateFunction.GIVEN_UP))
        .extracting(StreamRecord::getValue)
        .containsExactly(
            new CountedExamples("tickets", ExampleFate.GIVEN_UP, 1),
            new CountedExamples("tickets", ExampleFate.GIVEN_UP, 1));
  }

  @Test
  void aStreamKeepsItsNewestExamples() throws Exception {
    reopen(3);
    begin(stream);
    examples(0, 8);

    read(round(attempt(), 3));

    assertThat(requested()).containsOnly("h5", "h6", "h7");
  }

  @Test
  void aFileKeepsAllOfItsExamples() throws Exception {
    reopen(3);
    begin(bounded);
    examples(0, HOLDOUT);

    read(round(attempt(), HOLDOUT));

    assertThat(requested()).containsOnly("h0", "h1", "h2", "h3", "h4");
  }

  @Test
  void anExampleThatHasServedTwentyAttemptsIsGone() throws Exception {
    begin(stream);
    examples(0, 2);
    for (int i = 1; i <= 20; i++) {
      Attempt each = Attempt.open("a" + i, challenger.id(), stream.startProgram().id(), 0.05, 0, 2);
      read(round(each, 2));
      read(journal.settle(each.roundId()));
    }
    assertThat(openings()).hasSize(20);

    Attempt next = Attempt.open("a21", challenger.id(), stream.startProgram().id(), 0.05, 0, 2);
    read(round(next, 2));
    examples(2, 3);
    assertThat(openings()).hasSize(20);
    examples(3, 4);

    assertThat(openings()).hasSize(21);
    assertThat(requested().subList(80, 84)).containsOnly("h2", "h3");
  }

  @Test
  void aRetiredTaskKeepsNoExamples() throws Exception {
    begin(stream);
    examples(0, 8);
    read(round(attempt(), 2));
    read(journal.settle(attempt().roundId()));
    read(journal.write(new Change.Concluded("first", Evidence.start())));

    read(journal.write(new Change.Retired()));

    assertThat(validate.numKeyedStateEntries()).as("its pool alone").isEqualTo(1);
  }

  /** Its checkpoint knows neither the order of arrival nor how many examples there are. */
  @Test
  void stateOfAVersionThatKeptAllExamplesIsCutToItsLimit() throws Exception {
    OperatorSubtaskState checkpoint;
    try (KeyedTwoInputStreamOperatorTestHarness<
            String, AdmittedExample, JournalRecord, RolloutRequest>
        before = harness(new KeepingAllFunction())) {
      before.open();
      for (int i = 0; i < 8; i++) {
        before.processElement1(new StreamRecord<>(admitted(i)));
      }
      checkpoint = before.snapshot(1, 0);
    }
    validate.close();
    validate = harness(new ValidateFunction(settings(3)));
    validate.initializeState(checkpoint);
    validate.open();
    begin(stream);
    examples(8, 9);

    read(round(attempt(), 3));
    validate.setProcessingTime(60_000);

    assertThat(requested()).containsOnly("h6", "h7", "h8");
  }

  /** Keeps examples as this stage once did; the first of them has served its time. */
  private static final class KeepingAllFunction
      extends KeyedCoProcessFunction<String, AdmittedExample, JournalRecord, RolloutRequest> {
    private static final long serialVersionUID = 1L;

    private transient MapState<String, Example> examples;
    private transient MapState<String, Integer> attemptsServed;

    @Override
    public void open(OpenContext context) {
      examples =
          getRuntimeContext()
              .getMapState(
                  new MapStateDescriptor<>(
                      "holdout", Types.STRING, TypeInformation.of(Example.class)));
      attemptsServed =
          getRuntimeContext()
              .getMapState(new MapStateDescriptor<>("attempts-served", Types.STRING, Types.INT));
    }

    @Override
    public void processElement1(
        AdmittedExample admitted, Context context, Collector<RolloutRequest> out) throws Exception {
      String id = admitted.example().id();
      examples.put(id, admitted.example());
      attemptsServed.put(id, id.equals("h0") ? 20 : 1);
    }

    @Override
    public void processElement2(
        JournalRecord journal, Context context, Collector<RolloutRequest> out) {}
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
  void anAttemptLeavesTheRoundsOfTheOneBeforeAlone() throws Exception {
    begin(bounded);
    examples(0, HOLDOUT);
    restoreAs("run-1@2");

    Attempt first = attempt();
    read(round(first, 2));
    validate.setProcessingTime(60_000);
    assertThat(openings()).isEmpty();

    journal = journal.writtenBy("run-1@2");
    read(journal.write(new Change.Owned("run-1@2", 0)));
    read(round(first.next(List.of(0.0, 0.0), 0, 2), 2));

    assertThat(openings()).extracting(RoundOpening::number).containsExactly(2);
    assertThat(validate.extractOutputValues())
        .extracting(request -> request.key().example())
        .containsOnly("h2", "h3");
    assertThat(validate.extractOutputValues())
        .extracting(RolloutRequest::owner)
        .containsOnly("run-1@2");
  }

  @Test
  void aStreamsTestEndsWhereNobodyKnowsWhichExamplesHaveServed() throws Exception {
    begin(stream);
    examples(0, 8);
    restoreAs("run-1@2");

    Attempt first = attempt();
    read(round(first, 2));
    read(journal.settle(first.roundId()));
    Attempt second = first.next(List.of(0.0, 0.0), 0, 2);
    read(round(second, 2));
    journal = journal.writtenBy("run-1@2");
    read(journal.write(new Change.Owned("run-1@2", 0)));
    read(round(second.next(List.of(), 0, 2), 2));

    assertThat(openings()).extracting(RoundOpening::pairs).containsExactly(0);
    assertThat(openings()).extracting(RoundOpening::exhausted).containsExactly(true);
    assertThat(validate.extractOutputValues()).isEmpty();
  }

  @Test
  void aRoundThatWaitsForExamplesEndsWithItsAttempt() throws Exception {
    begin(stream);
    examples(0, 1);
    Attempt waiting = begun(5);
    read(round(waiting, 4));
    assertThat(openings()).isEmpty();

    read(journal.write(new Change.Concluded(waiting.id(), Evidence.of(waiting))));
    read(journal.lease("m1", 8));

    assertThat(openings())
        .containsExactly(RoundOpening.ofNothing(waiting.roundId(), journal.pool().version() - 1));
    assertThat(openings()).extracting(RoundOpening::attempt).containsExactly(waiting.id());
    assertThat(openings()).extracting(RoundOpening::number).containsExactly(waiting.round());
    assertThat(requested()).isEmpty();
  }

  @Test
  void aRoundThatWasSentEndsByItself() throws Exception {
    begin(stream);
    examples(0, 4);
    Attempt sent = begun(5);
    read(round(sent, 4));
    assertThat(openings()).hasSize(1);

    read(journal.write(new Change.Concluded(sent.id(), Evidence.of(sent))));
    read(round(begun(6), 4));
    read(journal.lease("m1", 8));

    assertThat(openings()).extracting(RoundOpening::pairs).containsExactly(4, 4);
  }

  private Attempt begun(long version) {
    return Attempt.open(
        Attempt.id(version), challenger.id(), stream.startProgram().id(), 0.05, 0, 4);
  }

  private void reopen(int holdoutLimit) throws Exception {
    validate.close();
    validate = harness(new ValidateFunction(settings(holdoutLimit)));
    validate.open();
  }

  private static AscentSettings settings(int holdoutLimit) {
    return HarnessSettings.of("run-1").withHoldoutLimit(holdoutLimit);
  }

  private List<String> requested() {
    return validate.extractOutputValues().stream().map(request -> request.key().example()).toList();
  }

  private void restoreAs(String owner) throws Exception {
    OperatorSubtaskState checkpoint = validate.snapshot(1, 0);
    validate.close();
    validate = harness(new ValidateFunction(HarnessSettings.of(owner)));
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
    return harness(new ValidateFunction(HarnessSettings.of("run-1")));
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, AdmittedExample, JournalRecord, RolloutRequest>
      harness(
          KeyedCoProcessFunction<String, AdmittedExample, JournalRecord, RolloutRequest> function)
          throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new KeyedCoProcessOperator<>(function),
        AdmittedExample::task,
        JournalRecord::task,
        Types.STRING);
  }

  private void read(JournalRecord entry) throws Exception {
    validate.processElement2(new StreamRecord<>(entry));
  }

  private void examples(int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      validate.processElement1(new StreamRecord<>(admitted(i)));
    }
  }

  private static AdmittedExample admitted(int number) {
    Example example =
        Example.labelled("h" + number, Map.of("ticket", "t" + number), Map.of("team", "x"));
    return new AdmittedExample("tickets", example, 16, 1_000, false, false);
  }

  private static AdmittedExample copy(String id, String ticket) {
    Example example = Example.labelled(id, Map.of("ticket", ticket), Map.of("team", "x"));
    return new AdmittedExample("tickets", example, 16, 1_000, false, false);
  }

  private static AdmittedExample update(int number) {
    Example example =
        Example.labelled("h" + number, Map.of("ticket", "t" + number), Map.of("team", "y"));
    return new AdmittedExample("tickets", example, 16, 1_000, true, false);
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
