package dev.ascent.pipeline.admit;

import dev.ascent.pipeline.account.CountedExamples;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Counts the dead letters that are examples of a task. */
public final class CountDeadLettersFunction
    implements FlatMapFunction<DeadLetter, CountedExamples> {
  private static final long serialVersionUID = 1L;

  @Override
  public void flatMap(DeadLetter letter, Collector<CountedExamples> out) {
    if (letter.fate() != null && letter.task() != null) {
      out.collect(CountedExamples.one(letter.task(), letter.fate()));
    }
  }
}
