package dev.ascent.pipeline.minibatch;

import dev.ascent.core.rollout.Example;
import dev.ascent.pipeline.admit.AdmittedExample;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.GlobalWindow;
import org.apache.flink.util.Collector;

/** The minibatch stage: puts the training examples of one window together. */
public final class MinibatchWindowFunction
    extends ProcessWindowFunction<AdmittedExample, FreshMinibatch, String, GlobalWindow> {
  private static final long serialVersionUID = 1L;

  @Override
  public void process(
      String task,
      Context context,
      Iterable<AdmittedExample> admitted,
      Collector<FreshMinibatch> out) {
    List<Example> examples = new ArrayList<>();
    List<Example> updates = new ArrayList<>();
    admitted.forEach(each -> (each.update() ? updates : examples).add(each.example()));
    out.collect(new FreshMinibatch(task, examples, updates));
  }
}
