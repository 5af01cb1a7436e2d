package dev.ascent.pipeline.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.pool.Change;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.core.rollout.Example;
import dev.ascent.pipeline.account.CountedExamples;
import dev.ascent.pipeline.account.ExampleFate;
import dev.ascent.pipeline.admit.AdmittedExample;
import dev.ascent.pipeline.journal.JournalRecord;
import dev.ascent.pipeline.rollout.RolloutRequest;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

/** Which holdout examples the validate stage keeps, and for how long. */
class HoldoutKeepingTest extends ValidateScenario {
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
}
