package dev.ascent.pipeline.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ascent.core.budget.Lease;
import dev.ascent.core.pool.Change;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.task.PromotionPolicy;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.pipeline.admit.AdmittedExample;
import dev.ascent.pipeline.journal.JournalRecord;
import dev.ascent.pipeline.rollout.RolloutRequest;
import dev.ascent.testing.HarnessSettings;
import dev.ascent.testing.PoolJournal;
import dev.ascent.testing.TaskBuilder;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** That the validate stage asks the canaries of a proven challenger, once. */
class CanaryRoundTest {
  private static final List<Example> CANARIES =
      List.of(
          Example.labelled("canary 1", Map.of("ticket", "hello"), Map.of()),
          Example.labelled("canary 2", Map.of("ticket", "invoice"), Map.of("team", "billing")));

  private final TaskDefinition task =
      TaskBuilder.ascent()
          .promotion(new PromotionPolicy(0.05, 20, 30, 0, 0.2, false).withCanaries(CANARIES))
          .build();
  private final Program challenger =
      task.startProgram()
          .withPredictors(predictor -> predictor.withRule(new Rule("a rule", List.of("e1"))));
  private final PoolJournal journal = PoolJournal.empty("tickets", "run-1");

  @Test
  void bothProgramsRunOnTheCanariesAndOnNoHoldoutExample() throws Exception {
    try (KeyedTwoInputStreamOperatorTestHarness<
            String, AdmittedExample, JournalRecord, RolloutRequest>
        validate =
            new KeyedTwoInputStreamOperatorTestHarness<>(
                new KeyedCoProcessOperator<>(new ValidateFunction(HarnessSettings.of("run-1"))),
                AdmittedExample::task,
                JournalRecord::task,
                Types.STRING)) {
      validate.open();
      Attempt attempt =
          Attempt.open("first", challenger.id(), task.startProgram().id(), 0.05, 0, 8)
              .onCanaries(2);
      validate.processElement2(new StreamRecord<>(journal.open(task)));
      validate.processElement2(
          new StreamRecord<>(journal.write(new Change.Joined(challenger, List.of()))));
      validate.processElement2(
          new StreamRecord<>(
              journal.write(
                  new Change.Attempted(attempt, true, 0),
                  new Change.Leased(new Lease(attempt.roundId(), 4, 1)))));
      Example arriving = Example.labelled("h1", Map.of("ticket", "t"), Map.of("team", "x"));
      validate.processElement1(
          new StreamRecord<>(new AdmittedExample("tickets", arriving, 16, 1_000, false, false)));

      assertThat(validate.extractOutputValues())
          .extracting(request -> request.key().example())
          .containsExactly("canary 1", "canary 1", "canary 2", "canary 2");
      assertThat(validate.getSideOutput(ValidateFunction.OPENINGS))
          .extracting(opened -> opened.getValue().opening())
          .extracting(RoundOpening::kind, RoundOpening::pairs, RoundOpening::exhausted)
          .containsExactly(tuple(RoundKind.CANARIES, 2, false));
    }
  }
}
