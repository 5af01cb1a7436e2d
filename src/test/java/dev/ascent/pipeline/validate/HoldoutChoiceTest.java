package dev.ascent.pipeline.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.budget.Lease;
import dev.ascent.core.pool.Change;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.pipeline.admit.AdmittedExample;
import dev.ascent.pipeline.journal.JournalRecord;
import dev.ascent.pipeline.rollout.RolloutRequest;
import dev.ascent.testing.HarnessSettings;
import dev.ascent.testing.PoolJournal;
import dev.ascent.testing.TaskBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Which holdout examples serve a test: none that its programs show, and for an alarm new ones
 * first.
 */
class HoldoutChoiceTest {
  private static final String SHOWN = "my invoice shows the wrong amount for the third month";

  private final TaskDefinition stream = TaskBuilder.ascent().build();
  private final Program start = stream.startProgram();
  private final Program quoting = taught("Tickets like '" + SHOWN + "' go to billing.");
  private final Program plain = taught("Invoices go to billing.");
  private final PoolJournal journal = PoolJournal.empty("tickets", "run-1");

  private KeyedTwoInputStreamOperatorTestHarness<
          String, AdmittedExample, JournalRecord, RolloutRequest>
      validate;

  @BeforeEach
  void open() throws Exception {
    validate =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new KeyedCoProcessOperator<>(new ValidateFunction(HarnessSettings.of("run-1"))),
            AdmittedExample::task,
            JournalRecord::task,
            Types.STRING);
    validate.open();
  }

  @AfterEach
  void close() throws Exception {
    validate.close();
  }

  @Test
  void aStreamTestsOnOthersThanTheChallengerShows() throws Exception {
    begin(stream);
    arrive("a", "My invoice shows the wrong amount, for the third month!");
    arrive("b", "Where is my parcel?");
    test(quoting, start);
    assertThat(requested()).isEmpty();

    arrive("c", "How do I change my password?");

    assertThat(requested()).containsExactlyInAnyOrder("b", "c");
  }

  @Test
  void whatTheChampionShowsTestsNothingEither() throws Exception {
    begin(stream);
    arrive("a", SHOWN);
    arrive("b", "Where is my parcel?");
    arrive("c", "How do I change my password?");

    test(plain, quoting);

    assertThat(requested()).containsExactlyInAnyOrder("b", "c");
  }

  @Test
  void anExampleServesTestsOfProgramsThatDoNotShowIt() throws Exception {
    begin(stream);
    arrive("a", SHOWN);
    arrive("b", "Where is my parcel?");

    test(plain, start);

    assertThat(requested()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void anAlarmsTestBeginsWithWhatCameLast() throws Exception {
    begin(stream);
    arrive("c", "Where is my parcel?");
    arrive("b", "How do I change my password?");
    arrive("a", "How do I change my password?");
    arrive("d", "Why was I charged twice?");

    test(Attempt.Purpose.RETEST, plain, start);

    assertThat(requested()).containsExactlyInAnyOrder("d", "a");
  }

  @Test
  void aFilesTestEndsWithoutTheExamplesThatAreShown() throws Exception {
    begin(TaskBuilder.ascent().dataset(20, 3).build());
    arrive("a", SHOWN);
    arrive("b", "Where is my parcel?");
    arrive("c", "How do I change my password?");

    test(quoting, start);

    assertThat(requested()).containsExactlyInAnyOrder("b", "c");
    assertThat(validate.getSideOutput(ValidateFunction.OPENINGS))
        .extracting(opened -> opened.getValue().opening().exhausted())
        .containsExactly(true);
  }

  private Program taught(String rule) {
    return start.withPredictors(predictor -> predictor.withRule(new Rule(rule, List.of("e1"))));
  }

  private void begin(TaskDefinition definition) throws Exception {
    read(journal.open(definition));
    read(journal.write(new Change.Joined(quoting, List.of()), new Change.Joined(plain, List.of())));
  }

  /** Asks for a round of two pairs. */
  private void test(Program challenger, Program champion) throws Exception {
    test(Attempt.Purpose.CHALLENGE, challenger, champion);
  }

  private void test(Attempt.Purpose purpose, Program challenger, Program champion)
      throws Exception {
    Attempt attempt = Attempt.open("first", challenger.id(), champion.id(), 0.05, 0, 2).as(purpose);
    read(
        journal.write(
            new Change.Attempted(attempt, true, 0),
            new Change.Leased(new Lease(attempt.roundId(), 4, 1))));
  }

  private void arrive(String id, String ticket) throws Exception {
    Example example = Example.labelled(id, Map.of("ticket", ticket), Map.of("team", "x"));
    validate.processElement1(
        new StreamRecord<>(new AdmittedExample("tickets", example, 16, 1_000, false, false)));
  }

  private void read(JournalRecord entry) throws Exception {
    validate.processElement2(new StreamRecord<>(entry));
  }

  private Set<String> requested() {
    return validate.extractOutputValues().stream()
        .map(request -> request.key().example())
        .collect(Collectors.toSet());
  }
}
