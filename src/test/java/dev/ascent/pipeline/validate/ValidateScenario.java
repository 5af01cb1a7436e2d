package dev.ascent.pipeline.validate;

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
import dev.ascent.testing.HarnessSettings;
import dev.ascent.testing.PoolJournal;
import dev.ascent.testing.TaskBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A validate stage with a task, its journal and its examples, for tests. */
abstract class ValidateScenario {
  static final int HOLDOUT = 5;

  final TaskDefinition bounded = TaskBuilder.ascent().dataset(20, HOLDOUT).build();
  final TaskDefinition stream = TaskBuilder.ascent().build();
  final Program challenger =
      bounded
          .startProgram()
          .withPredictor(
              "route", route -> route.withRule(new Rule("Invoices go to billing.", List.of("e1"))));
  PoolJournal journal = PoolJournal.empty("tickets", "run-1");

  KeyedTwoInputStreamOperatorTestHarness<String, AdmittedExample, JournalRecord, RolloutRequest>
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

  Attempt begun(long version) {
    return Attempt.open(
        Attempt.id(version), challenger.id(), stream.startProgram().id(), 0.05, 0, 4);
  }

  void reopen(int holdoutLimit) throws Exception {
    validate.close();
    validate = harness(new ValidateFunction(settings(holdoutLimit)));
    validate.open();
  }

  static AscentSettings settings(int holdoutLimit) {
    return HarnessSettings.of("run-1").withHoldoutLimit(holdoutLimit);
  }

  List<String> requested() {
    return validate.extractOutputValues().stream().map(request -> request.key().example()).toList();
  }

  void restoreAs(String owner) throws Exception {
    OperatorSubtaskState checkpoint = validate.snapshot(1, 0);
    validate.close();
    validate = harness(new ValidateFunction(HarnessSettings.of(owner)));
    validate.initializeState(checkpoint);
    validate.open();
  }

  void begin(TaskDefinition definition) throws Exception {
    read(journal.open(definition));
    read(journal.write(new Change.Joined(challenger, List.of(1.0))));
  }

  Attempt attempt() {
    return Attempt.open("first", challenger.id(), bounded.startProgram().id(), 0.05, 0, 2);
  }

  JournalRecord round(Attempt attempt, int pairs) {
    return round(journal, attempt, pairs);
  }

  static JournalRecord round(PoolJournal journal, Attempt attempt, int pairs) {
    return journal.write(
        new Change.Attempted(attempt, attempt.round() == 1, 0),
        new Change.Leased(new Lease(attempt.roundId(), 2 * pairs, 1)));
  }

  static KeyedTwoInputStreamOperatorTestHarness<
          String, AdmittedExample, JournalRecord, RolloutRequest>
      harness() throws Exception {
    return harness(new ValidateFunction(HarnessSettings.of("run-1")));
  }

  static KeyedTwoInputStreamOperatorTestHarness<
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

  void read(JournalRecord entry) throws Exception {
    validate.processElement2(new StreamRecord<>(entry));
  }

  void examples(int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      validate.processElement1(new StreamRecord<>(admitted(i)));
    }
  }

  static AdmittedExample admitted(int number) {
    Example example =
        Example.labelled("h" + number, Map.of("ticket", "t" + number), Map.of("team", "x"));
    return new AdmittedExample("tickets", example, 16, 1_000, false, false);
  }

  static AdmittedExample copy(String id, String ticket) {
    Example example = Example.labelled(id, Map.of("ticket", ticket), Map.of("team", "x"));
    return new AdmittedExample("tickets", example, 16, 1_000, false, false);
  }

  static AdmittedExample update(int number) {
    Example example =
        Example.labelled("h" + number, Map.of("ticket", "t" + number), Map.of("team", "y"));
    return new AdmittedExample("tickets", example, 16, 1_000, true, false);
  }

  List<RoundOpening> openings() {
    Collection<StreamRecord<RoundElement>> opened =
        validate.getSideOutput(ValidateFunction.OPENINGS);
    List<RoundOpening> openings = new ArrayList<>();
    if (opened != null) {
      opened.forEach(record -> openings.add(record.getValue().opening()));
    }
    return openings;
  }
}
