package dev.ascent.pipeline.admit;

import dev.ascent.pipeline.account.CountedExamples;
import dev.ascent.pipeline.account.ExampleFate;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Counts examples that were admitted; an update of one is no further example. */
public final class CountAdmittedFunction
    implements FlatMapFunction<AdmittedExample, CountedExamples> {
  private static final long serialVersionUID = 1L;

  private final ExampleFate fate;

  public CountAdmittedFunction(ExampleFate fate) {
    this.fate = fate;
  }

  @Override
  public void flatMap(AdmittedExample admitted, Collector<CountedExamples> out) {
    if (!admitted.update()) {
      out.collect(CountedExamples.one(admitted.task(), fate));
    }
  }
}
