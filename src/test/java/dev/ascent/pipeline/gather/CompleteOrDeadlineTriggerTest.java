package dev.ascent.pipeline.gather;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.ProgramProfiles;
import dev.ascent.pipeline.bucket.BucketElement;
import dev.ascent.pipeline.bucket.BucketWindowFunction;
import dev.ascent.pipeline.bucket.FilledBucket;
import dev.ascent.pipeline.rollout.RolloutAnswer;
import java.util.Map;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.windowing.assigners.GlobalWindows;
import org.apache.flink.streaming.runtime.operators.windowing.WindowOperatorBuilder;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The trigger within the bucket stage's window. */
class CompleteOrDeadlineTriggerTest {
  private static final long DEADLINE = 1_000;

  private KeyedOneInputStreamOperatorTestHarness<String, BucketElement, FilledBucket> window;

  @BeforeEach
  void open() throws Exception {
    window = harness();
    window.open();
  }

  @AfterEach
  void close() throws Exception {
    window.close();
  }

  @Test
  void firesWhenAllPartsAreIn() throws Exception {
    window.processElement(opening(2), 0);
    window.processElement(part(0), 0);
    assertThat(window.extractOutputValues()).isEmpty();

    window.processElement(part(1), 0);

    assertThat(window.extractOutputValues()).hasSize(1);
    assertThat(window.extractOutputValues().get(0).missing()).isZero();
    assertThatNothingIsLeft();
  }

  @Test
  void takesPartsThatComeBeforeTheOpening() throws Exception {
    window.processElement(part(0), 0);
    window.processElement(part(1), 0);

    window.processElement(opening(2), 0);

    assertThat(window.extractOutputValues().get(0).rollouts()).hasSize(2);
    assertThatNothingIsLeft();
  }

  @Test
  void firesAtOnceWhereNothingIsExpected() throws Exception {
    window.processElement(opening(0), 0);

    assertThat(window.extractOutputValues()).hasSize(1);
    assertThatNothingIsLeft();
  }

  @Test
  void firesAtTheDeadlineWithWhatThereIs() throws Exception {
    window.processElement(opening(3), 0);
    window.processElement(part(0), 0);
    window.setProcessingTime(DEADLINE - 1);
    assertThat(window.extractOutputValues()).isEmpty();

    window.setProcessingTime(DEADLINE);

    assertThat(window.extractOutputValues().get(0).rollouts()).hasSize(1);
    assertThat(window.extractOutputValues().get(0).missing()).isEqualTo(2);
    assertThatNothingIsLeft();
  }

  @Test
  void aPartThatComesAfterTheEndReopensNothing() throws Exception {
    window.processElement(opening(1), 0);
    window.processElement(part(0), 0);

    window.processElement(part(1), 0);
    window.setProcessingTime(DEADLINE);

    assertThat(window.extractOutputValues()).hasSize(1);
    assertThat(window.getSideOutput(BucketWindowFunction.LATE)).hasSize(1);
    assertThatNothingIsLeft();
  }

  @Test
  void aRestoredDeadlineIsArmedForItsFullPeriod() throws Exception {
    window.processElement(opening(2), 0);
    window.processElement(part(0), 0);
    window.setProcessingTime(DEADLINE - 100);
    OperatorSubtaskState checkpoint = window.snapshot(1, DEADLINE - 100);
    try (KeyedOneInputStreamOperatorTestHarness<String, BucketElement, FilledBucket> restored =
        harness()) {
      restored.initializeState(checkpoint);
      restored.open();

      restored.setProcessingTime(10 * DEADLINE);
      restored.setProcessingTime(11 * DEADLINE - 1);
      assertThat(restored.extractOutputValues()).isEmpty();

      restored.setProcessingTime(11 * DEADLINE);
      assertThat(restored.extractOutputValues().get(0).missing()).isEqualTo(1);
      assertThat(restored.numKeyedStateEntries()).isZero();
      assertThat(restored.numProcessingTimeTimers()).isZero();
    }
  }

  @Test
  void aRestoredWindowFiresWhenItsLastPartComes() throws Exception {
    window.processElement(opening(2), 0);
    window.processElement(part(0), 0);
    OperatorSubtaskState checkpoint = window.snapshot(1, 0);
    try (KeyedOneInputStreamOperatorTestHarness<String, BucketElement, FilledBucket> restored =
        harness()) {
      restored.initializeState(checkpoint);
      restored.open();

      restored.processElement(part(1), 0);

      assertThat(restored.extractOutputValues().get(0).missing()).isZero();
      assertThat(restored.numKeyedStateEntries()).isZero();
      assertThat(restored.numProcessingTimeTimers()).isZero();
    }
  }

  private void assertThatNothingIsLeft() {
    assertThat(window.numKeyedStateEntries()).isZero();
    assertThat(window.numProcessingTimeTimers()).isZero();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, BucketElement, FilledBucket>
      harness() throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new WindowOperatorBuilder<>(
                GlobalWindows.create(),
                new CompleteOrDeadlineTrigger<BucketElement>(),
                new ExecutionConfig(),
                TypeInformation.of(BucketElement.class),
                BucketElement::exampleId,
                Types.STRING)
            .process(new BucketWindowFunction()),
        BucketElement::exampleId,
        Types.STRING);
  }

  private static BucketElement opening(int expected) {
    Example example = Example.labelled("e1", Map.of("ticket", "a"), Map.of("team", "b"));
    return new BucketElement("tickets", "m1", "e1", example, expected, DEADLINE, null);
  }

  private static BucketElement part(int sample) {
    Rollout rollout =
        Rollout.missing(
            new RolloutKey("m1", "e1", "p", sample), RolloutStatus.FAULT, "", Usage.NONE);
    ProgramProfiles asked = ProgramProfiles.of(LmProfile.of("http://localhost/v1", "small"));
    return BucketElement.of(new RolloutAnswer("tickets", rollout, asked), DEADLINE);
  }
}
