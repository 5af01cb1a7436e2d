package dev.ascent.pipeline.bucket;

import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.rollout.Example;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Opens a bucket for every example of a manifest, so that one without any answer still ends. */
public final class OpenBucketsFunction implements FlatMapFunction<Manifest, BucketElement> {
  private static final long serialVersionUID = 1L;

  private final long deadlineMillis;

  public OpenBucketsFunction(long deadlineMillis) {
    this.deadlineMillis = deadlineMillis;
  }

  @Override
  public void flatMap(Manifest manifest, Collector<BucketElement> out) {
    for (Example example : manifest.minibatch().examples()) {
      out.collect(
          new BucketElement(
              manifest.task(),
              manifest.id(),
              example.id(),
              example,
              manifest.trialsOf(example.id()).size(),
              deadlineMillis,
              null));
    }
  }
}
