package dev.ascent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.pool.Pool;
import dev.ascent.lm.client.LmMeter;
import dev.ascent.testing.TaskBuilder;
import org.junit.jupiter.api.Test;

class OptimizeAdviceTest {

  @Test
  void fewExamplesAndASmallBudgetAreToldBeforehand() {
    assertThat(OptimizeAdvice.tooLittle(TaskBuilder.ascent().dataset(40, 10).rollouts(800).build()))
        .isEmpty();
    assertThat(OptimizeAdvice.tooLittle(TaskBuilder.ascent().dataset(40, 10).rollouts(20).build()))
        .singleElement()
        .asString()
        .contains("20 are too few for 3");
    assertThat(OptimizeAdvice.tooLittle(TaskBuilder.ascent().dataset(2, 0).rollouts(800).build()))
        .singleElement()
        .asString()
        .contains("2 training examples are fewer than a minibatch of 16");
  }

  @Test
  void aSearchOfNoStepsSaysNothingOfTheTask() {
    assertThat(OptimizeAdvice.noneBetter(Pool.empty("tickets")))
        .isEqualTo("too little was tried, not one step");
  }

  @Test
  void fewAnswersThatAreMissingAreNotWorthAWord() {
    assertThat(OptimizeAdvice.unanswered(LmMeter.NONE)).isEmpty();
    assertThat(OptimizeAdvice.unanswered(meter(90, 10, 10))).isEmpty();
  }

  @Test
  void manyAnswersThatAreMissingOrUnreadableAreTold() {
    assertThat(OptimizeAdvice.unanswered(meter(100, 0, 100)))
        .singleElement()
        .asString()
        .startsWith("100 of 100 calls of rollouts had an answer that could not be read");
    assertThat(OptimizeAdvice.unanswered(meter(80, 20, 0)))
        .singleElement()
        .asString()
        .startsWith("20 of 100 calls of rollouts had no answer");
  }

  /** Counts of rollouts, and of reflections that must not matter. */
  private static LmMeter meter(long answered, long faulted, long unreadable) {
    return new LmMeter(
        answered + faulted + 60,
        60,
        answered + 30,
        30,
        faulted + 30,
        30,
        unreadable,
        0,
        0,
        0,
        0,
        0,
        0);
  }
}
