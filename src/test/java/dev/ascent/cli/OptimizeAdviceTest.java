package dev.ascent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.budget.Spend;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.pool.Verdict;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.core.task.Caps;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.lm.client.LmMeter;
import dev.ascent.testing.TaskBuilder;
import java.util.List;
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
  void aSearchThatEndedWithItsDaySaysSo() {
    Caps none = Caps.NONE;
    Caps hundred = new Caps(100L, null, null);
    Caps thousand = new Caps(1_000L, null, null);

    assertThat(OptimizeAdvice.endedByDay(finished(none, hundred, 96)))
        .hasValueSatisfying(line -> assertThat(line).contains("budget of a day"));
    assertThat(OptimizeAdvice.endedByDay(finished(thousand, hundred, 96))).isPresent();
    assertThat(OptimizeAdvice.endedByDay(finished(hundred, thousand, 96))).isEmpty();
    assertThat(OptimizeAdvice.endedByDay(finished(hundred, none, 96))).isEmpty();
    assertThat(OptimizeAdvice.endedByDay(finished(none, hundred, 0))).isEmpty();
    assertThat(OptimizeAdvice.endedByDay(Pool.empty("tickets"))).isEmpty();
  }

  /** A search that has ended after so many rollouts. */
  private static Pool finished(Caps total, Caps perDay, long rollouts) {
    TaskDefinition task = TaskBuilder.ascent().dataset(40, 0).total(total).perDay(perDay).build();
    Change defined = new Change.Defined(task);
    Pool begun = Replay.preview(Pool.empty("tickets"), List.of(defined));
    return Replay.preview(
        begun,
        List.of(
            new Change.Settled("m1", new Spend(rollouts, 0, 0, 0, 0, 0, 0, 0), 1),
            new Change.Judged(new Verdict(begun.start(), Evidence.start()))));
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
        0,
        unreadable,
        0,
        0,
        0,
        0,
        0,
        0);
  }
}
