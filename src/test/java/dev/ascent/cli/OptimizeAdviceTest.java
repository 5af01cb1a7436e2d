package dev.ascent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.lm.client.LmMeter;
import org.junit.jupiter.api.Test;

class OptimizeAdviceTest {

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
        answered + faulted + 60, 60, answered + 30, 30, faulted + 30, 30, unreadable, 0, 0, 0);
  }
}
